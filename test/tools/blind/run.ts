/**
 * Draws the six heads of test/head/looks beside others, in shuffled order: see README.md.
 *
 *   node test/tools/blind/run.ts --mpfb <folder> --makehuman <folder> --grid <folder> -o out/blind --size 768
 *
 * All are drawn anew, by today's renderer; `--shuffle` only shuffles what is drawn.
 */
import { randomInt } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { buildLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { readPrompt } from "../../../runtime/host/node/read-prompt.ts";
import { drawHead, VIEWS } from "../draw/draw-head.ts";
import { readGridHead } from "./grid-head.ts";
import { makePerson, type PersonPlan } from "./makehuman/person.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const LOOKS = [
  "old-man-glasses",
  "young-woman-hoops",
  "middle-aged-woman-bun",
  "red-haired-girl",
  "orc-mohawk",
  "bronze-philosopher",
];
const SHOWN = ["front", "threeQuarter", "closeUp"];
const GAP = 12;

const { values } = parseArgs({
  options: {
    mpfb: { type: "string", default: "" },
    makehuman: { type: "string", default: "" },
    grid: { type: "string", default: "" },
    output: { type: "string", short: "o", default: "out/blind" },
    size: { type: "string", default: "768" },
    texture: { type: "string", default: "1024" },
    only: { type: "string", default: LOOKS.join(",") },
    shuffle: { type: "boolean", default: false },
  },
});
const size = Number(values.size);
const output = resolve(values.output);
const looks = values.only.split(",");
await mkdir(join(output, "pictures"), { recursive: true });
if (!values.shuffle) {
  const kit = await readHeadKit();
  const plans = JSON.parse(await readFile(join(import.meta.dirname, "makehuman/people.json"), "utf8")) as Record<
    string,
    PersonPlan
  >;
  for (const name of looks) {
    const prompt = plans[name]?.prompt;
    const look = prompt
      ? (await readPrompt(prompt)).look
      : JSON.parse(await readFile(join(ROOT, "test/head/looks", `${name}.json`), "utf8"));
    const { head } = await buildLayeredHead(kit, look, { textureSize: Number(values.texture) });
    await draw(`${name}.ours`, head);
    const folders = { mpfb: values.mpfb, data: values.makehuman };
    const theirs = plans[name] ? makePerson(folders, plans[name]) : readGridHead(join(values.grid, `${name}.glb`));
    await draw(`${name}.theirs`, await theirs);
  }
}
await writeSheets();

function picture(name: string, view: string): string {
  return join(output, "pictures", `${name}.${view}.${size}.png`);
}

async function draw(name: string, head: LayeredHead): Promise<void> {
  for (const view of SHOWN) {
    const { data } = drawHead(head, { view: VIEWS[view], size });
    await sharp(data, { raw: { width: size, height: size, channels: 3 } })
      .png()
      .toFile(picture(name, view));
    process.stderr.write(`${name} ${view}\n`);
  }
}

/** A sheet a head, its views below each other; the key says where ours stands, and lies apart. */
async function writeSheets(): Promise<void> {
  const key: Record<string, "left" | "right"> = {};
  for (const name of looks) {
    key[name] = randomInt(2) === 0 ? "left" : "right";
    const sides = key[name] === "left" ? ["ours", "theirs"] : ["theirs", "ours"];
    const tiles = SHOWN.flatMap((view, y) =>
      sides.map((side, x) => ({
        input: picture(`${name}.${side}`, view),
        left: x * (size + GAP),
        top: y * (size + GAP),
      })),
    );
    const [width, height] = [2 * size + GAP, SHOWN.length * (size + GAP) - GAP];
    await sharp({ create: { width, height, channels: 3, background: "white" } })
      .composite(tiles)
      .png()
      .toFile(join(output, `${name}.png`));
  }
  await mkdir(join(output, "key"), { recursive: true });
  await writeFile(join(output, "key", "key.json"), `${JSON.stringify({ ours: key }, null, 2)}\n`);
  process.stdout.write(`${looks.length} sheets in ${output}; key/key.json says which side is ours\n`);
}
