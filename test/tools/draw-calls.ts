/**
 * Counts draw calls and triangles of what the prompts of a batch's file make, at every level; ends with 1 where a head is over the limits.
 *
 *   node test/tools/draw-calls.ts assets/starter/gallery.csv
 */
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { groupLayers, MOST_MESHES } from "../../runtime/bake/layered/merge/group-layers.ts";
import { mergeLayers } from "../../runtime/bake/layered/merge/merge-layers.ts";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import { trianglesOf } from "../../runtime/head/layers/nearest-level.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { readPrompt } from "../../runtime/host/node/read-prompt.ts";

/** Pictures are not looked at. */
const TEXTURE = 64;
const MOST_TRIANGLES = 60_000;
const MOST_COARSE = 3;

const kit = await readHeadKit();
const rows = parse(await readFile(process.argv[2]), { columns: true }) as { prompt: string }[];
let over = 0;
for (const { prompt } of rows) {
  const { look } = await readPrompt(prompt);
  const { layers } = (await buildLayeredHead(kit, look, { textureSize: TEXTURE })).head;
  const finest = groupLayers(layers, 0);
  const calls = [
    finest,
    ...[1, 2, 3].map((level) => mergeLayers(layers, level, { textureSize: TEXTURE, morphs: false })),
  ];
  const triangles = trianglesOf(layers);
  const fits =
    calls.every(({ length }, i) => length <= (i ? MOST_COARSE : MOST_MESHES)) && triangles[0] <= MOST_TRIANGLES;
  if (!fits) over++;
  const [parts, all] = [layers.length, calls.map(({ length }) => length).join(" ")];
  process.stdout.write(
    `${fits ? "fits" : "OVER"}  ${parts} layers, draw calls ${all}, triangles ${triangles.join(" ")}: ${prompt} (${finest.map(({ name }) => name).join(" ")})\n`,
  );
}
process.exit(over > 0 ? 1 : 0);
