import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { layeredSurface } from "../../../runtime/bake/preview/layered-surface.ts";
import { softView } from "../../../runtime/bake/preview/soft-view.ts";
import type { Surface } from "../../../runtime/bake/preview/surfaces.ts";
import type { FaceFinder } from "../../../runtime/face/find-faces.ts";
import { buildLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import { HEAD_FILES } from "../../../runtime/head/store.ts";
import { CAMERA, type FaceReport, judgeFace } from "../../../runtime/host/judge-face.ts";
import { readHeadKit } from "../../../runtime/host/node/head-kit.ts";
import { type Classifier, INFO } from "./classifier.ts";
import { chromaOf } from "./color.ts";

/** Degrees between the views of a turntable. */
const STEP = 30;
const AZIMUTHS = Array.from({ length: 360 / STEP }, (_, i) => (i * STEP <= 180 ? i * STEP : i * STEP - 360));
/** Pixels of the pictures that landmarks are looked up in, and of those on the contact sheets. */
const LANDMARK_SIZE = 256;
export const TILE = 160;

export interface HeadMeasures {
  /** Class of each attribute. */
  classes: Record<string, string>;
  face: FaceReport;
  /** Mean CIELAB chroma of the head's pixels. */
  chroma: number;
  /** Landmarks of the front view [478,3], centred and in face sizes; null where no face is found. */
  landmarks: Float32Array | null;
  /** Twelve views in a row, 3 bytes a pixel, each TILE² pixels: [TILE, 12·TILE, 3]. */
  strip: Uint8Array;
  /** The classifier's pictures one after the other, 0 to 1. */
  colors: Float32Array;
}

/** Renders a head from twelve sides and asks classifier and face detector about it. */
export async function measureHead(surface: Surface, classifier: Classifier, finder: FaceFinder): Promise<HeadMeasures> {
  const { size } = INFO;
  const views = [];
  const strip = new Uint8Array(TILE * TILE * AZIMUTHS.length * 3);
  let chroma = 0;
  for (const [column, azimuth] of AZIMUTHS.entries()) {
    const small = await softView(surface, { ...CAMERA, azimuth }, size, 3);
    views.push({ azimuth, rgb: small.rgb });
    chroma += chromaOf(small.rgb, small.cover) / AZIMUTHS.length;
    const { rgb } = await softView(surface, { ...CAMERA, azimuth }, TILE);
    for (let y = 0; y < TILE; y++)
      for (let i = 0; i < 3 * TILE; i++)
        strip[3 * TILE * (y * AZIMUTHS.length + column) + i] = Math.round(255 * rgb[3 * TILE * y + i]);
  }
  const front = await softView(surface, { ...CAMERA, azimuth: 0 }, LANDMARK_SIZE);
  const [face] = await finder.find({ data: front.rgb, width: LANDMARK_SIZE, height: LANDMARK_SIZE });
  const colors = new Float32Array(views.length * size * size * 3);
  for (const [i, { rgb }] of views.entries()) colors.set(rgb, i * rgb.length);
  return {
    classes: await classifier.classify(views),
    face: await judgeFace(finder, surface),
    chroma,
    landmarks: face ? centred(face.landmarks) : null,
    strip,
    colors,
  };
}

/** Mean chroma of a head's Look, built from the same seed and not distilled. @param folder of the head */
export async function builtChroma(folder: string): Promise<number> {
  const { recipe } = JSON.parse(await readFile(join(folder, HEAD_FILES.document), "utf8"));
  const { look, seed, variation } = recipe;
  const { head } = await buildLayeredHead(await readHeadKit(), look, { seed, variation, targets: [] });
  const surface = layeredSurface(head);
  let chroma = 0;
  for (const azimuth of AZIMUTHS) {
    const { rgb, cover } = await softView(surface, { ...CAMERA, azimuth }, INFO.size, 3);
    chroma += chromaOf(rgb, cover) / AZIMUTHS.length;
  }
  return chroma;
}

/** Moved to their centre and divided by their height, so that the head's place and size do not count. */
function centred(points: Float32Array): Float32Array {
  const out = new Float32Array(points.length);
  const count = points.length / 3;
  const ys = points.filter((_, i) => i % 3 === 1);
  const height = Math.max(...ys) - Math.min(...ys);
  for (let k = 0; k < 3; k++) {
    let mean = 0;
    for (let i = k; i < points.length; i += 3) mean += points[i] / count;
    for (let i = k; i < points.length; i += 3) out[i] = (points[i] - mean) / height;
  }
  return out;
}
