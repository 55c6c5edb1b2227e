import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import { prepareLayer } from "./prepare-layer.ts";
import { emptyHits, lookFrom, rasterise } from "./raster.ts";
import { samplePicture } from "./sample.ts";

/** What shows through hair from one side. */
export interface GapView {
  azimuth: number;
  elevation: number;
  /** Pixels of hair. */
  hair: number;
  /** Pixels of skin that hair surrounds, and of those the ones that are not tinted towards the hair. */
  enclosed: number;
  bright: number;
  /** Root of the area of the patch with the most of these, millimetres. */
  largest: number;
}

const SIZE = 768;
const SIDES = [
  ...[0, 45, 90, 135, 180, 225, 270, 315].map((azimuth) => ({ azimuth, elevation: 8 })),
  ...[0, 90, 180, 270].map((azimuth) => ({ azimuth, elevation: 55 })),
];
const DISTANCE = 3.4;
const FOV = 30;
const TARGET = [0, 0.05, -0.1];
const MM_PER_UNIT = 176;
/** Patches of more pixels are the face, not gaps. */
const LARGEST_PATCH = 0.02 * SIZE * SIZE;
/** Linear luminance between scalp and hair, as a share of the lighter one, from which the eye makes a gap of it. */
const CONTRAST = 0.55;

/**
 * Looks for skin inside hair from twelve sides: connected patches of skin that touch nothing but hair. Scalp that is painted like
 * hair hides them: `bright` counts what it does not. Partings count, too.
 */
export function findHairGaps(head: LayeredHead, level = 0): GapView[] {
  const layers = head.layers
    .filter(({ levels, surface }) => levels.length > 0 && !surface.blend)
    .map((layer) => prepareLayer(layer, level, {}))
    .filter(({ triangles }) => triangles.length > 0);
  const hairAt = layers.findIndex(({ layer }) => layer.name === "Hair");
  const skinAt = layers.findIndex(({ layer }) => layer.name === "Skin");
  if (hairAt < 0) return [];
  const mmPerPixel = (2 * DISTANCE * Math.tan((FOV * Math.PI) / 360) * MM_PER_UNIT) / SIZE;
  return SIDES.map(({ azimuth, elevation }) => {
    const camera = lookFrom(azimuth, elevation, DISTANCE, FOV, TARGET);
    const hits = emptyHits(SIZE);
    for (const [i, layer] of layers.entries()) rasterise(hits, i, layer, camera);
    const light = (at: number) => {
      const { layer, uvs, triangles } = layers[hits.layer[at]];
      const t = 3 * hits.triangle[at];
      const weights = [1 - hits.second[at] - hits.third[at], hits.second[at], hits.third[at]];
      const [u, v] = [0, 1].map((k) => weights.reduce((sum, w, c) => sum + w * uvs[2 * triangles[t + c] + k], 0));
      const { baseColor, color = [1, 1, 1, 1] } = layer.surface;
      const texel = baseColor ? samplePicture(baseColor, u, v, true, [0, 0, 0, 0]) : [1, 1, 1, 1];
      return 0.2126 * texel[0] * color[0] + 0.7152 * texel[1] * color[1] + 0.0722 * texel[2] * color[2];
    };
    let [hair, hairLight] = [0, 0];
    for (let at = 0; at < hits.layer.length; at++) {
      if (hits.layer[at] !== hairAt) continue;
      hair++;
      hairLight += light(at);
    }
    hairLight /= Math.max(1, hair);
    const stands = (at: number) => {
      const own = light(at);
      return Math.abs(own - hairLight) > CONTRAST * Math.max(own, hairLight);
    };
    const patches = enclosedPatches(hits.layer, skinAt, hairAt);
    const enclosed = patches.reduce((sum, { length }) => sum + length, 0);
    const standing = patches.map((patch) => patch.filter(stands).length);
    const bright = standing.reduce((sum, count) => sum + count, 0);
    const largest = Math.sqrt(Math.max(0, ...standing)) * mmPerPixel;
    return { azimuth, elevation, hair, enclosed, bright, largest };
  });
}

/** Connected patches of one layer whose every neighbour belongs to another. */
function enclosedPatches(layer: Int16Array, inner: number, outer: number): number[][] {
  const seen = new Uint8Array(layer.length);
  const out: number[][] = [];
  for (let start = 0; start < layer.length; start++) {
    if (layer[start] !== inner || seen[start]) continue;
    const patch: number[] = [];
    const open = [start];
    let enclosed = true;
    seen[start] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      patch.push(at);
      for (const next of [at - 1, at + 1, at - SIZE, at + SIZE]) {
        if (layer[next] === inner && !seen[next]) {
          seen[next] = 1;
          open.push(next);
        } else if (layer[next] !== inner && layer[next] !== outer) enclosed = false;
      }
    }
    if (enclosed && patch.length <= LARGEST_PATCH) out.push(patch);
  }
  return out;
}

/** One line: the share of hair's area in gaps, over all sides and at the worst, and the largest patch. */
export function describeGaps(views: GapView[]): string {
  if (views.length === 0) return "no hair";
  const sum = (pick: (view: GapView) => number) => views.reduce((total, view) => total + pick(view), 0);
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;
  const worst = views.reduce((a, b) => (b.bright / b.hair > a.bright / a.hair ? b : a));
  const widest = views.reduce((a, b) => (b.largest > a.largest ? b : a));
  return [
    `skin within hair ${share(
      sum(({ enclosed }) => enclosed),
      sum(({ hair }) => hair),
    )} of its area`,
    `standing out ${share(
      sum(({ bright }) => bright),
      sum(({ hair }) => hair),
    )}`,
    `at the worst ${share(worst.bright, worst.hair)} (${worst.azimuth}°, ${worst.elevation}° up)`,
    `largest patch ${widest.largest.toFixed(1)} mm across (${widest.azimuth}°, ${widest.elevation}° up)`,
  ].join(", ");
}
