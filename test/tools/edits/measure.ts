/**
 * `npm run test:edits`: ten heads and four edits of each, measured; a quarter of an hour on two cores. Goes on where it was stopped;
 * `--parents 0,1` does a part. Writes edits.json into the folder and prints the summary; the exit code is 1 where a demand is not met.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { presetOf } from "../../../runtime/host/recipe.ts";
import { openClassifier } from "../quality/classifier.ts";
import { areFilesEqual, compareHeads } from "./compare.ts";
import { openWitness } from "./see-attribute.ts";
import { type Change, demands, type EditRow, summary } from "./summary.ts";
import { openVersions } from "./versions.ts";

const PARENTS = [
  "a young man with short brown hair",
  "a woman with red hair",
  "a fat man with a red beard",
  "a young asian woman with long black hair",
  "an old black man with a white beard",
  "a boy with blonde hair",
  "a man with a moustache and black hair",
  "an old woman with grey hair",
  "a young man with a mohawk",
  "a girl with brown hair",
];
const CHANGES: Change[] = [
  { instruction: "make it older", regions: [], attribute: { kind: "age" } },
  {
    instruction: "green hair",
    regions: ["hair", "brows"],
    touches: ["Hair.surface", "Brows.surface", "Skin.surface"],
    attribute: { kind: "class", name: "hair_color", wanted: "green" },
  },
  {
    instruction: "bigger nose",
    regions: ["nose"],
    // What the skin beside the nose carries; cards are shaded anew where they have moved.
    touches: [
      ...["Skin", "Brows", "Hair", "Beard"].flatMap((name) => [`${name}.mesh`, `${name}.surface`]),
      ...["Lashes", "EyeLeft", "EyeRight"].map((name) => `${name}.mesh`),
    ],
    attribute: { kind: "nose" },
  },
  {
    instruction: "add a full beard",
    regions: ["face", "lips", "neck"],
    touches: ["Beard.mesh", "Beard.surface", "Skin.surface"],
    attribute: { kind: "beard" },
  },
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "draft" },
    parents: { type: "string", default: PARENTS.map((_, i) => i).join() },
    threads: { type: "string", default: "0" },
  },
});
const folder = resolve(positionals[0] ?? "out/edits");
await mkdir(folder, { recursive: true });
const file = join(folder, "edits.json");
const rows: EditRow[] = JSON.parse(await readFile(file, "utf8").catch(() => "[]"));

const threads = Number(values.threads);
const kit = await readHeadKit();
const classifier = await openClassifier(threads);
const { at, makeParent, makeEdit, undo } = openVersions(folder, presetOf(values.preset), threads);
const { see } = openWitness(classifier);

for (const parent of values.parents.split(",").map(Number)) {
  const prompt = PARENTS[parent];
  const before = at(`${parent}`);
  const known = rows.find((row) => row.prompt === prompt)?.parentSeconds;
  const parentSeconds = (await makeParent(`${parent}`, prompt, parent)) ?? known;
  for (const [c, change] of CHANGES.entries()) {
    const { instruction, regions, attribute } = change;
    if (rows.some((row) => row.prompt === prompt && row.instruction === instruction)) continue;
    const child = `${parent}-${c}`;
    const after = at(child);
    const seconds = await makeEdit(`${parent}`, child, instruction);
    const alsoSeen: string[] = [];
    for (const other of CHANGES) {
      const isOther = other.attribute !== attribute;
      if (isOther && (await see(other.attribute, before, after)).shown) alsoSeen.push(other.instruction);
    }
    const measured = await compareHeads(kit, before, after, regions);
    const undone = await areFilesEqual(before, at(await undo(child)));
    const seen = await see(attribute, before, after);
    rows.push({ prompt, ...change, seconds, parentSeconds, ...measured, seen, alsoSeen, undone });
    await writeFile(file, `${JSON.stringify(rows, null, 1)}\n`);
  }
}
const parents = new Set(rows.map(({ prompt }) => prompt)).size;
process.stdout.write(`Preset ${values.preset}, ${parents} parents.\n\n${summary(rows)}`);
if (demands(rows).some(({ ok }) => !ok)) process.exitCode = 1;
await classifier.release();
