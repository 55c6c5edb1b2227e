import { joinHead } from "../../../runtime/bake/preview/join-head.ts";
import { mix } from "../../../runtime/bake/preview/surfaces.ts";
import { traceView } from "../../../runtime/bake/preview/trace-views.ts";
import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import { CAMERA } from "../../../runtime/host/judge-face.ts";

/** Where head space, with its eyes at y = 0, has jaws and chins: half the width, lowest and highest place. */
const [WIDE, LOW, HIGH] = [0.25, -0.62, -0.42];
/** Side of the picture in pixels. */
const SIZE = 256;

/** Share of the jaw, seen from the front, that hair of the layer "Beard" covers, cut out by its alpha: 0..1. */
export function measureBeard(head: Pick<LayeredHead, "layers">): number {
  const joined = joinHead(head);
  const hits = traceView(joined, { ...CAMERA, azimuth: 0 }, SIZE);
  const points = mix(joined.positions, 3, joined.indices, hits.triangle, hits.weights);
  const first = joined.parts.findIndex(({ layer }) => layer.name === "Beard");
  const [from, to] = first < 0 ? [0, 0] : [joined.parts[first].from, joined.parts[first + 1]?.from ?? Infinity];
  let [all, bearded] = [0, 0];
  for (let i = 0; i < hits.triangle.length; i++) {
    const [x, y] = [points[3 * i], points[3 * i + 1]];
    if (Math.abs(x) > WIDE || y < LOW || y > HIGH) continue;
    all++;
    if (hits.triangle[i] >= from && hits.triangle[i] < to) bearded++;
  }
  if (all === 0) throw new Error("no jaw is seen from the front");
  return bearded / all;
}
