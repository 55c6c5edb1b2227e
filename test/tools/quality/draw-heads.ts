/**
 * Draws the heads that train_classifier.py learns from: random Looks, built and not distilled, in the soft views that `npm run quality` judges.
 *
 *   node test/tools/quality/draw-heads.ts out/judged --seed 501 --from 0 --count 200
 *
 * Writes views_<seed>_<from>.npy U8 [count · views, 96, 96, 3] and views_<seed>_<from>.json: azimuths and labels of each head.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { layeredSurface } from "../../../runtime/bake/preview/layered-surface.ts";
import { softView } from "../../../runtime/bake/preview/soft-view.ts";
import { buildLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import { personOf, planSkin } from "../../../runtime/head/layers/plan-surfaces.ts";
import { CAMERA } from "../../../runtime/host/judge-face.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { readPrompt } from "../../../runtime/host/node/read-prompt.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";
import { INFO } from "./classifier.ts";
import { labelsOf } from "./labels.ts";
import { randomPrompt } from "./random-prompt.ts";

/** Views of a head: one in each part of the circle, and how far off the judge's height they look. */
const VIEWS = 6;
const TILT = 6;
/** Texels of the skin: at 96 pixels finer ones are not seen. */
const TEXTURE = 256;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "501" },
    from: { type: "string", default: "0" },
    count: { type: "string", default: "100" },
  },
});
const [folder] = positionals;
if (!folder) throw new Error("name one folder to write to");
const [seed, from, count] = [values.seed, values.from, values.count].map(Number);
const kit = await readHeadKit();
const { size } = INFO;
const pixels = new Uint8Array(count * VIEWS * size * size * 3);
const rows = [];
for (let i = 0; i < count; i++) {
  const index = from + i;
  const { text, said } = randomPrompt(seed, index);
  const { look } = await readPrompt(text, { seed: index, meanings: false });
  const { head } = await buildLayeredHead(kit, look, { textureSize: TEXTURE, seed: index, targets: [] });
  const surface = layeredSurface(head);
  const azimuths = [];
  const stream = randomStream(seed, index, VIEWS);
  for (let k = 0; k < VIEWS; k++) {
    const azimuth = Math.round(((k + stream.uniform(2 * k)) * 360) / VIEWS + 180) % 360;
    const elevation = CAMERA.elevation + TILT * (2 * stream.uniform(2 * k + 1) - 1);
    const { rgb } = await softView(surface, { ...CAMERA, azimuth, elevation }, size, 3);
    pixels.set(
      rgb.map((v) => Math.round(255 * v)),
      (i * VIEWS + k) * rgb.length,
    );
    azimuths.push(azimuth > 180 ? azimuth - 360 : azimuth);
  }
  rows.push({
    text,
    azimuths,
    labels: labelsOf(look, planSkin(kit, look, personOf(kit.people, look, index)).tone, said),
  });
}
await mkdir(folder, { recursive: true });
const name = join(folder, `views_${seed}_${from}`);
await writeFile(`${name}.npy`, Buffer.concat([header([count * VIEWS, size, size, 3]), pixels]));
await writeFile(`${name}.json`, JSON.stringify(rows));

/** Of a NumPy file of bytes: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
function header(shape: number[]): Buffer {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const padded = `${text.padEnd(128 - 10 - 1)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 0, 0]);
  start.writeUInt16LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(padded)]);
}
