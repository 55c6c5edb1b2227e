/**
 * Draws the bare anatomy, or the dressed head of a Look: a row of views a set of expressions.
 *
 *   node test/tools/draw-layers.ts out.png --morphs old=1,male=1 --expressions ";jawOpen=1;mouthSmileLeft=1,mouthSmileRight=1"
 *     --views front,threeQuarter,closeUp --size 512 --level 0
 *
 *   node test/tools/draw-layers.ts out.png --look test/head/looks/orc-mohawk.json
 *
 * Other heads: `drawHead` and `writeSheet` of test/tools/draw take any `LayeredHead`.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildAnatomy } from "../../runtime/head/anatomy/build.ts";
import { loadAnatomy } from "../../runtime/head/anatomy/load.ts";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import type { LayeredHead } from "../../runtime/head/layers/types.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { VIEWS } from "./draw/draw-head.ts";
import { plainHead } from "./draw/plain-head.ts";
import { writeSheet } from "./draw/sheet.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    look: { type: "string" },
    morphs: { type: "string", default: "" },
    expressions: { type: "string", default: "" },
    views: { type: "string", default: "front,threeQuarter,closeUp" },
    size: { type: "string", default: "512" },
    level: { type: "string", default: "0" },
    texture: { type: "string", default: "1024" },
    checker: { type: "boolean", default: false },
  },
});
if (positionals.length !== 1) throw new Error("name one PNG file to write");

const head = values.look ? await dressed(values.look) : await bare();
const rows = values.expressions.split(";").map((expression) =>
  values.views.split(",").map((name) => {
    if (!VIEWS[name]) throw new Error(`there is no view "${name}"; there are ${Object.keys(VIEWS).join(", ")}`);
    return { head, view: VIEWS[name], expression: weights(expression), level: Number(values.level) };
  }),
);
await writeSheet(positionals[0], rows, Number(values.size));

async function dressed(file: string): Promise<LayeredHead> {
  const look = JSON.parse(await readFile(file, "utf8"));
  const { head: built, missing } = await buildLayeredHead(await readHeadKit(), look, {
    textureSize: Number(values.texture),
  });
  if (missing.length > 0) process.stderr.write(`there is no part for: ${missing.join(", ")}\n`);
  return built;
}

async function bare(): Promise<LayeredHead> {
  const assets = resolve(import.meta.dirname, "../../assets/template");
  const anatomy = await loadAnatomy((name) => readFile(join(assets, name)));
  const built = buildAnatomy(anatomy, { morphs: weights(values.morphs) });
  return plainHead(anatomy, built, { checker: values.checker });
}

/** "a=1,b=0.5" as weights by name. */
function weights(text: string): Record<string, number> {
  const entries = text.split(",").filter((part) => part.trim() !== "");
  return Object.fromEntries(entries.map((part) => [part.split("=")[0].trim(), Number(part.split("=")[1] ?? 1)]));
}
