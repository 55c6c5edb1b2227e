/**
 * `npm run compare`: the variants of guidance, conditions and steps on a pack, each on the same prompts (`--prompts`, names
 * of compared.json) and seed; `--arms layers` compares heads of layers with nothing, colours, shape or both distilled, as they are read and
 * undressed: hair, beard, what is worn and the creature left out of what is built, and kept in the text; `--arms grown` compares what
 * distillation alone makes of the undressed. Writes
 * compare.jpg (a row a variant, front and three-quarter of each prompt) and compare.json into the folder and prints the table.
 * Finished heads are kept: the same command goes on where it stopped.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { openFaceFinder } from "../../../runtime/face/find-faces.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { ortHost } from "../../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { readHead } from "../../../runtime/host/node/read-head.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import { gridArms } from "./arms/grid.ts";
import { grownArms, layeredArms } from "./arms/layers.ts";
import { openClassifier } from "./classifier.ts";
import { rms } from "./color.ts";
import { drawGallery } from "./gallery.ts";
import { type HeadMeasures, measureHead } from "./measure-head.ts";
import { attributeLines, chromaLine, type Prompt } from "./report.ts";

const { values } = parseArgs({
  options: {
    preset: { type: "string", default: "draft" },
    pack: { type: "string", default: "starter" },
    arms: { type: "string", default: "grid" },
    output: { type: "string", default: "out/compare" },
    prompts: { type: "string", default: "dwarf-red,pink-woman,black-man-beard" },
    threads: { type: "string" },
  },
});
const folder = resolve(values.output);
const all: Prompt[] = JSON.parse(await readFile(new URL("compared.json", import.meta.url), "utf8"));
const prompts = values.prompts.split(",").map((name) => {
  const found = all.find((prompt) => prompt.name === name);
  if (!found)
    throw new Error(`--prompts: compared.json has no "${name}"; it has ${all.map((row) => row.name).join(", ")}`);
  return found;
});
const threads = Number(values.threads ?? 0);
const engine = await openEngine({ pack: values.pack, threads });
const finder = await openFaceFinder(ortHost({ threads }), await packFolder(packagePath("assets", "face")));
const classifier = await openClassifier(threads);
const headOf = (variant: { name: string }, { name }: Prompt) =>
  join(folder, variant.name.replaceAll(/\W+/g, "-"), name);

const ARMS = { grid: gridArms, layers: layeredArms, grown: grownArms };
if (!(values.arms in ARMS)) throw new Error(`--arms: "${values.arms}" is none of ${Object.keys(ARMS).join(", ")}`);
const variants = ARMS[values.arms as keyof typeof ARMS];

const chromaOf = (heads: Map<string, HeadMeasures>) => new Map([...heads].map(([name, { chroma }]) => [name, chroma]));
const rows = [];
let shipped: Map<string, HeadMeasures> | undefined;
for (const variant of variants) {
  const heads = new Map<string, HeadMeasures>();
  for (const prompt of prompts) {
    const head = headOf(variant, prompt);
    const request = { prompt: prompt.prompt, preset: values.preset, pack: values.pack, seed: 0 };
    const recipe = await variant.recipe(request);
    await mkdir(head, { recursive: true });
    await generateHead(recipe, engine, folderStore(head));
    heads.set(prompt.name, await measureHead((await readHead(head)).surface, classifier, finder));
    process.stderr.write(`${variant.name}: ${prompt.name}\n`);
  }
  shipped ??= heads;
  const asked = attributeLines(prompts, heads).reduce((sum, { detail }) => sum + Number.parseInt(detail, 10), 0);
  rows.push({
    variant: variant.name,
    attributes: `${asked} of ${prompts.reduce((sum, { labels }) => sum + Object.keys(labels).length, 0)}`,
    fronts: [...heads.values()].filter(({ face }) => face.front > 0).length,
    yaws: [...heads.values()].filter(({ face }) => face.yawAgrees).length,
    chroma: chromaLine(prompts, heads, chromaOf(shipped)).found,
    change:
      prompts.reduce((sum, { name }) => sum + rms(heads.get(name)!.colors, shipped!.get(name)!.colors), 0) /
      prompts.length,
  });
}
await Promise.all([finder.release(), classifier.release(), engine.pack.release()]);

const strips = await Promise.all(
  variants.map((variant) => drawGallery(prompts.map((prompt) => headOf(variant, prompt)))),
);
const { width, height } = await sharp(strips[0]).metadata();
await sharp({ create: { width, height: height * strips.length, channels: 3, background: "#444" } })
  .composite(strips.map((input, i) => ({ input, left: 0, top: i * height })))
  .jpeg({ quality: 80, mozjpeg: true })
  .toFile(join(folder, "compare.jpg"));
await writeFile(join(folder, "compare.json"), `${JSON.stringify(rows, null, 1)}\n`);
process.stdout.write(
  "| variant | attributes | fronts | yaws | chroma off | picture differs |\n| --- | --- | --- | --- | --- | --- |\n",
);
for (const { variant, attributes, fronts, yaws, chroma, change } of rows)
  process.stdout.write(
    `| ${variant} | ${attributes} | ${fronts} | ${yaws} | ${chroma.toFixed(2)} | ${change.toFixed(3)} |\n`,
  );
