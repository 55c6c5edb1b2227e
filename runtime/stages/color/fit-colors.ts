import type { Field } from "../../field/field.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { areaSampler } from "../../mesh/area-sampler.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { FitSettings } from "../stage-settings.ts";
import { fitPoints } from "./fit-points.ts";
import type { FixedMesh } from "./render-color.ts";

/** Part of head space, alike on both sides, whose surface is fitted more closely. */
export interface Box {
  x: number;
  y: [low: number, high: number];
  z: number;
}

/** How a part of the surface is fitted. */
export interface SurfaceFit {
  box: Box;
  settings: FitSettings;
  /** Seed and name of the random stream that draws the points. */
  seed: number;
  name: string;
}

/** Places that follow one another by the golden section lie evenly in [0, 1), however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Fits the colour field to colours on the surface by least squares, as the paper first fits its SDF to the template.
 * @param wanted writes the sRGB colours of points [N, 3] in head space to an array [N, 3].
 */
export function fitColors(
  field: Field,
  mesh: FixedMesh,
  wanted: (points: Float32Array, colors: Float32Array) => void,
  { box, settings, seed, name }: SurfaceFit,
): void {
  const { steps, points, focus } = settings;
  const samples = Math.min(settings.samples, steps * points);
  const draw = stageRandom(seed, name).run;
  const everywhere = pointSampler(mesh, draw, () => true);
  const inBox = pointSampler(mesh, draw, (x, y, z) => Math.abs(x) < box.x && y > box.y[0] && y < box.y[1] && z > box.z);
  const positions = new Float32Array(samples * 3);
  for (let i = 0; i < samples; i++) (i % points < points * focus ? inBox : everywhere)(i, positions);
  const colors = new Float32Array(samples * 3);
  wanted(positions, colors);
  fitPoints(field, positions, colors, settings);
}

/** Writes point after point, spread evenly by area over the triangles whose first corner is wanted. */
function pointSampler(mesh: FixedMesh, draw: RandomStream, wanted: (x: number, y: number, z: number) => boolean) {
  const { indices, canonical: positions = mesh.positions } = mesh;
  const pick = areaSampler(positions, indices, (t) => {
    const corner = 3 * indices[3 * t];
    return wanted(positions[corner], positions[corner + 1], positions[corner + 2]);
  });
  const first = draw.uniform(0);
  let drawn = 0;
  return (index: number, out: Float32Array): void => {
    const share = (first + GOLDEN * drawn++) % 1;
    const { triangle, weights } = pick(share, draw.uniform(2 * index + 1), draw.uniform(2 * index + 2));
    for (let k = 0; k < 3; k++) {
      const corner = 3 * indices[3 * triangle + k];
      for (let c = 0; c < 3; c++) out[index * 3 + c] += weights[k] * positions[corner + c];
    }
  };
}
