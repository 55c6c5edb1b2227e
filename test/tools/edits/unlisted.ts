/**
 * Makes heads and their edits by the phrases of phrases.json, for which there is no part, mark or morph, and lays them before a judge:
 *
 *   node test/tools/edits/unlisted.ts out/unlisted --preset draft
 *   node test/tools/edits/unlisted.ts out/unlisted --answers "1c 2a 3d …"
 *
 * `judge/` gets a picture for each phrase, before above and after below, in a shuffled order, and questions.txt, with four phrases
 * to choose from for each. `key.json` beside it says which is right; with `--answers` they are counted. Finished heads are kept;
 * What changes nothing is refused and left out;
 * `--parents 0,1` makes a part, and the pictures are drawn once all heads are there.
 */
import { randomInt } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { softView } from "../../../runtime/bake/preview/soft-view.ts";
import { readDocument } from "../../../runtime/head/document.ts";
import { ExitError } from "../../../runtime/host/errors.ts";
import { CAMERA } from "../../../runtime/host/judge-face.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { readHead } from "../../../runtime/host/node/read-head.ts";
import { presetOf } from "../../../runtime/host/recipe.ts";
import phrases from "./phrases.json" with { type: "json" };
import { openVersions } from "./versions.ts";

const SIZE = 384;
/** Degrees; a face from the front, from one side, and close up. */
const VIEWS = [
  { azimuth: 0, elevation: 5 },
  { azimuth: 40, elevation: 5 },
  { azimuth: 0, elevation: 0, fov: 17 },
];
const CHOICES = 4;
const LETTERS = "abcd";

interface Question {
  instruction: string;
  choices: string[];
  /** Letter of the phrase that the picture is of. */
  right: string;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "draft" },
    parents: { type: "string", default: phrases.map((_, i) => i).join() },
    threads: { type: "string", default: "0" },
    answers: { type: "string" },
  },
});
const folder = resolve(positionals[0] ?? "out/unlisted");
const keyFile = join(folder, "key.json");
if (values.answers !== undefined) await count(values.answers);
else await make();

async function make(): Promise<void> {
  await mkdir(join(folder, "judge"), { recursive: true });
  const { at, makeParent, makeEdit } = openVersions(folder, presetOf(values.preset), Number(values.threads));
  const refused = new Set<string>();
  for (const p of values.parents.split(",").map(Number)) {
    const { parent, instructions } = phrases[p];
    await makeParent(`${p}`, parent, p);
    for (const [i, instruction] of instructions.entries()) {
      const seconds = await makeEdit(`${p}`, `${p}-${i}`, instruction).catch((error: unknown) => {
        if (!(error instanceof ExitError)) throw error;
        process.stdout.write(`${error.message}\n`);
        refused.add(instruction);
        return undefined;
      });
      if (seconds !== undefined) process.stdout.write(`${instruction}: ${seconds.toFixed(1)} CPU seconds\n`);
    }
  }
  const edits = phrases
    .flatMap(({ instructions }, p) => instructions.map((instruction, i) => ({ instruction, p, i })))
    .filter(({ instruction }) => !refused.has(instruction));
  const isDone = async (name: string) => (await readDocument(folderStore(at(name))))?.status === "done";
  if (!(await Promise.all(edits.map(({ p, i }) => isDone(`${p}-${i}`)))).every(Boolean)) return;
  const questions: Question[] = [];
  for (const { instruction, p, i } of shuffled(edits)) {
    const others = shuffled(edits.filter((one) => one.instruction !== instruction)).slice(0, CHOICES - 1);
    const choices = shuffled([instruction, ...others.map((one) => one.instruction)]);
    questions.push({ instruction, choices, right: LETTERS[choices.indexOf(instruction)] });
    await drawPair(join(folder, "judge", `${questions.length}.png`), [at(`${p}`), at(`${p}-${i}`)]);
  }
  const lines = questions.map(
    ({ choices }, n) => `${n + 1}.png: ${choices.map((choice, k) => `${LETTERS[k]}) ${choice}`).join("   ")}`,
  );
  const task =
    "Above a head, below the same after an edit by a few words. Which words were they? Guess where you cannot tell.";
  await writeFile(join(folder, "judge", "questions.txt"), `${task}\n\n${lines.join("\n")}\n`);
  await writeFile(keyFile, `${JSON.stringify(questions, null, 1)}\n`);
}

/** @param said "1c 2a …". */
async function count(said: string): Promise<void> {
  const questions: Question[] = JSON.parse(await readFile(keyFile, "utf8"));
  const answers = new Map(
    said
      .trim()
      .split(/\s+/)
      .map((one) => [Number.parseInt(one, 10), one.at(-1)]),
  );
  const right = questions.filter((question, n) => answers.get(n + 1) === question.right);
  for (const [n, { instruction, right: letter }] of questions.entries())
    process.stdout.write(`${n + 1}: ${answers.get(n + 1) ?? "-"}, right ${letter} (${instruction})\n`);
  process.stdout.write(`${right.length} of ${questions.length} right\n`);
}

async function drawPair(file: string, heads: string[]): Promise<void> {
  const tiles = [];
  for (const [row, head] of heads.entries()) {
    const { surface } = await readHead(head);
    for (const [column, view] of VIEWS.entries()) {
      const { rgb } = await softView(surface, { ...CAMERA, ...view }, SIZE, 2);
      const input = Buffer.from(Uint8Array.from(rgb, (value) => Math.round(255 * value)));
      const raw = { width: SIZE, height: SIZE, channels: 3 as const };
      tiles.push({ input, raw, left: column * SIZE, top: row * SIZE });
    }
  }
  const create = { width: VIEWS.length * SIZE, height: heads.length * SIZE, channels: 3 as const, background: "black" };
  await sharp({ create }).composite(tiles).png().toFile(file);
}

function shuffled<T>(list: readonly T[]): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
