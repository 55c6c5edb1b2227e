import { areaNormals } from "../../mesh/area-normals.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import type { LivePreview } from "../job/live-preview.ts";
import { type Paint, paintsOf, samplePaint } from "./color/paint.ts";
import type { DrawnHead } from "./drawn-head.ts";

/** Texels along a side of a picture that is looked up at vertices. */
const MOST_TEXELS = 256;

/** What a preview shows of the stages: places [V, 3] in kernel memory while shape is learned, later the residual. */
export interface PreviewState {
  positions?: Float32Array;
  residual?: {
    /** Of each part. */
    paints: Paint[];
    /** [S, 3] sRGB at the drawn skin's vertices. */
    values: Float32Array;
  };
}

/** The dressed head as it stands, with its drawn colours, on the JavaScript heap. */
export function previewDrawn(
  drawn: DrawnHead,
  at: Pick<LivePreview, "stage" | "step">,
  { positions = drawn.positions, residual }: PreviewState = {},
): LivePreview {
  const { kernels, welded, parts, cardNormals } = drawn;
  const mark = kernels.scratch.mark();
  const normals = areaNormals(kernels, positions, welded).normals.slice();
  kernels.scratch.release(mark);
  if (cardNormals) normals.set(cardNormals, normals.length - cardNormals.length);
  const colors = new Uint8Array((positions.length / 3) * 4).fill(255);
  const cards = normals.length - (cardNormals?.length ?? 0);
  const paints = residual?.paints ?? paintsAtVertices(drawn);
  for (const [part, { mesh, vertices }] of parts.entries()) {
    const [begin, end] = vertices;
    const shown = drawnColors(drawn, paints[part], begin, end);
    if (residual && part === 0) for (const [i, value] of residual.values.entries()) shown[i] += value;
    for (let v = begin; v < end; v++) {
      for (let c = 0; c < 3; c++)
        colors[4 * v + c] = Math.round(255 * Math.min(1, Math.max(0, shown[3 * (v - begin) + c])));
      // Only the first vertex of a place has triangles here.
      const first = begin + mesh.weld[v - begin];
      if (3 * v < cards) normals.copyWithin(3 * v, 3 * first, 3 * first + 3);
    }
  }
  const [places, indices] = [positions.slice(), drawn.indices.slice()];
  return { ...at, positions: places, indices, normals, colors, cutout: cutoutOf(drawn) };
}

/** Pictures as they are looked up at vertices, shrunk once for all previews of a stage. */
const shrunk = new WeakMap<DrawnHead, Paint[]>();

function paintsAtVertices(drawn: DrawnHead): Paint[] {
  const known = shrunk.get(drawn);
  if (known) return known;
  const paints = paintsOf(
    drawn.parts.map(({ layer }) => layer),
    MOST_TEXELS,
  );
  shrunk.set(drawn, paints);
  return paints;
}

/** What cuts the cards out, copied once for all previews of a stage. */
const copied = new WeakMap<DrawnHead, Cutout>();

function cutoutOf(drawn: DrawnHead): Cutout | undefined {
  const { cutout } = drawn;
  const known = copied.get(drawn);
  if (known || !cutout) return known;
  const copy = { ...cutout, uvs: cutout.uvs.slice(), alpha: cutout.alpha.slice() };
  copied.set(drawn, copy);
  return copy;
}

function drawnColors({ uvs }: DrawnHead, paint: Paint, begin: number, end: number): Float32Array {
  const out = new Float32Array(3 * (end - begin));
  for (let v = begin; v < end; v++) samplePaint(paint, uvs[2 * v], uvs[2 * v + 1], out, 3 * (v - begin));
  return out;
}
