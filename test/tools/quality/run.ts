/**
 * `npm run quality`: makes a head for each prompt of prompts.json, and three more seeds of some, and measures them. Heads
 * that are there already are kept: the same command goes on where it stopped. Writes sheet-*.png, gallery.jpg,
 * heads.json and report.json into the folder; the exit code is 1 where a demand is not met.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { batch } from "../../../runtime/cli/batch.ts";
import { openFaceFinder } from "../../../runtime/face/find-faces.ts";
import { ExitError } from "../../../runtime/host/errors.ts";
import { ortHost } from "../../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { readHead } from "../../../runtime/host/node/read-head.ts";
import { INFO, openClassifier } from "./classifier.ts";
import { drawGallery } from "./gallery.ts";
import { builtChroma, type HeadMeasures, measureHead, TILE } from "./measure-head.ts";
import { attributeLines, chromaLine, diversityLines, faceLines, type Line, type Prompt } from "./report.ts";

const SEEDS = [1, 2, 3];
const HEADS_PER_SHEET = 10;
const VIEWS = 12;
/** Heads in the README's picture: the first of the list. */
const GALLERY = 24;

const { values } = parseArgs({
  options: {
    preset: { type: "string", default: "standard" },
    pack: { type: "string", default: "starter" },
    output: { type: "string", default: "out/quality" },
    jobs: { type: "string", default: "1" },
    threads: { type: "string" },
  },
});
const folder = resolve(values.output);
/** How many prompts, from the first, are made with further seeds, too. */
const DIVERSE = 1;
const prompts: Prompt[] = JSON.parse(await readFile(new URL("prompts.json", import.meta.url), "utf8"));
const first = prompts.map(({ name, prompt }) => ({ name, prompt, seed: 0 }));
const more = first
  .slice(0, DIVERSE)
  .flatMap(({ name, prompt }) => SEEDS.map((seed) => ({ name: `${name}-${seed}`, prompt, seed })));
const rows = [...first, ...more].map((row) => ({ ...row, preset: values.preset, pack: values.pack }));
await mkdir(folder, { recursive: true });
const list = join(folder, "prompts.jsonl");
await writeFile(list, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
await batch(list, { output: folder, jobs: values.jobs, threads: values.threads }).catch((error: unknown) => {
  if (!(error instanceof ExitError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
});

const threads = Number(values.threads ?? 0);
const finder = await openFaceFinder(ortHost({ threads }), await packFolder(packagePath("assets", "face")));
const classifier = await openClassifier(threads);
const heads = new Map<string, HeadMeasures>();
const built = new Map<string, number>();
for (const { name } of rows) {
  const { surface } = await readHead(join(folder, name));
  heads.set(name, await measureHead(surface, classifier, finder));
  built.set(name, await builtChroma(join(folder, name)));
  process.stderr.write(`measured ${heads.size} of ${rows.length}: ${name}\n`);
}
await classifier.release();
await finder.release();

for (let i = 0; i < rows.length; i += HEADS_PER_SHEET) {
  const part = rows.slice(i, i + HEADS_PER_SHEET).map(({ name }) => heads.get(name)!.strip);
  const pixels = Buffer.concat(part);
  const raw = { width: TILE * VIEWS, height: TILE * part.length, channels: 3 as const };
  await sharp(pixels, { raw })
    .png()
    .toFile(join(folder, `sheet-${i / HEADS_PER_SHEET + 1}.png`));
}
await writeFile(
  join(folder, "gallery.jpg"),
  await drawGallery(first.slice(0, GALLERY).map(({ name }) => join(folder, name))),
);
const groups = prompts
  .slice(0, DIVERSE)
  .map(({ name }) => [name, ...SEEDS.map((seed) => `${name}-${seed}`)].map((key) => heads.get(key)!));
const lines: Line[] = [
  ...attributeLines(prompts, heads),
  ...faceLines(prompts, heads),
  chromaLine(prompts, heads, built),
  ...diversityLines(groups),
];
const told = rows.map(({ name, prompt, seed }) => {
  const { classes, face, chroma } = heads.get(name)!;
  return { name, prompt, seed, labels: prompts.find((p) => p.name === name)?.labels, classes, face, chroma };
});
await writeFile(join(folder, "heads.json"), `${JSON.stringify(told, null, 1)}\n`);
const report = { preset: values.preset, pack: values.pack, classifier: INFO.identities, lines };
await writeFile(join(folder, "report.json"), `${JSON.stringify(report, null, 1)}\n`);
for (const { name, found, wanted, atMost, ok, detail } of lines) {
  const demand = `${atMost ? "at most" : "at least"} ${wanted.toFixed(3)}`;
  process.stdout.write(`${ok ? "ok  " : "MISS"} ${name.padEnd(34)} ${found.toFixed(3)}   ${demand}   ${detail}\n`);
}
if (lines.some(({ ok }) => !ok)) process.exitCode = 1;
