/**
 * Writes the sheets that a layered head is judged by, for the six of test/head/looks or any other Looks: expressions, levels, close-ups.
 *
 *   node test/tools/contact-sheets.ts out/sheets --looks test/head/looks/orc-mohawk.json --what expressions,levels,closeUps,gaps
 *
 * `gaps` measures instead: skin that shows through hair, from twelve sides.
 */
import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { VIEWS } from "./draw/draw-head.ts";
import { describeGaps, findHairGaps } from "./draw/hair-gaps.ts";
import { type Cell, writeSheet } from "./draw/sheet.ts";

const EXPRESSIONS: Record<string, Record<string, number>> = {
  neutral: {},
  jawOpen: { jawOpen: 1 },
  blink: { eyeBlinkLeft: 1, eyeBlinkRight: 1 },
  smile: { mouthSmileLeft: 1, mouthSmileRight: 1 },
  visemeO: { viseme_O: 1 },
  lookLeft: { eyeLookOutLeft: 1, eyeLookInRight: 1 },
};
const LOOKS = resolve(import.meta.dirname, "../head/looks");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    looks: { type: "string", default: "" },
    what: { type: "string", default: "expressions,levels,closeUps,gaps" },
    size: { type: "string", default: "512" },
    texture: { type: "string", default: "1024" },
  },
});
if (positionals.length !== 1) throw new Error("name one folder to write to");
const [folder] = positionals;
const what = values.what.split(",");
const size = Number(values.size);
await mkdir(folder, { recursive: true });
const kit = await readHeadKit();
const files = values.looks ? values.looks.split(",") : (await readdir(LOOKS)).map((name) => join(LOOKS, name));
for (const file of files.sort()) {
  const name = basename(file, ".json");
  const look = JSON.parse(await readFile(file, "utf8"));
  const { head } = await buildLayeredHead(kit, look, { textureSize: Number(values.texture) });
  const write = async (kind: string, rows: Cell[][], side: number) => {
    if (!what.includes(kind)) return;
    await writeSheet(join(folder, `${name}.${kind}.png`), rows, side);
    process.stderr.write(`${name} ${kind}\n`);
  };
  const views = ["front", "threeQuarter", "closeUp"].map((view) => VIEWS[view]);
  const expressions = Object.values(EXPRESSIONS).map((expression) => views.map((view) => ({ head, view, expression })));
  await write("expressions", expressions, size);
  const levels = [0, 1, 2, 3].map((level) => {
    const around = [VIEWS.front, VIEWS.threeQuarter, VIEWS.back].map((view) => ({ head, view, level }));
    return [...around, { head, view: VIEWS.front, level, expression: EXPRESSIONS.jawOpen }];
  });
  await write("levels", levels, size);
  const near = ["closeUp", "eyes", "mouth", "ear"].map((view) => ({ head, view: VIEWS[view] }));
  await write("closeUps", [near.slice(0, 2), near.slice(2)], 1024);
  if (what.includes("gaps")) process.stdout.write(`${name}: ${describeGaps(findHairGaps(head))}\n`);
}
