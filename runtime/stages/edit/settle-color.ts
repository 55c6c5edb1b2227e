import { evaluateField, type Field } from "../../field/field.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { areaSampler } from "../../mesh/area-sampler.ts";
import { fitPoints } from "../color/fit-points.ts";
import { type Blend, type FixedMesh, sigmoid } from "../color/render-color.ts";
import { FACE } from "../color/template-colors.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { FitSettings } from "../stage-settings.ts";

/**
 * Brings (1−mask)·parent + mask·field into one field, by least squares at points of the surface: the parent's weights learn
 * the colours where the mask lets them. A head so keeps one colour field however long its chain of edits.
 * @param field the edited colours; the answer is left in it.
 */
export function settleColor(
  field: Field,
  { parent, mask }: Blend,
  mesh: FixedMesh,
  settings: FitSettings,
  seed: number,
): void {
  const random = stageRandom(seed, "settle");
  const at = drawPoints(mesh, mask, settings.samples, settings.focus, random.run);
  const wanted = blendAt(field, parent, at.positions, at.mask);
  const [own, old] = [
    [field.table, field.network],
    [parent.table, parent.network],
  ];
  own.forEach((tensor, i) => {
    tensor.values.set(old[i].values);
    for (const moments of [tensor.gradient, tensor.mean, tensor.variance]) moments.fill(0);
  });
  field.step[0] = 0;
  fitPoints(field, at.positions, wanted, settings);
}

/**
 * @param focus share of the points in the face, where small dark things would else take on the colour of dark hair.
 * @returns `positions` [count, 3] where the points' colours are looked up, in random order, and the mask there [count].
 */
function drawPoints(
  { positions, indices, canonical = positions }: FixedMesh,
  mask: Float32Array,
  count: number,
  focus: number,
  random: RandomStream,
): { positions: Float32Array; mask: Float32Array } {
  const everywhere = areaSampler(positions, indices);
  const inFace = areaSampler(positions, indices, (triangle) => {
    const [x, y, z] = canonical.subarray(3 * indices[3 * triangle]);
    return Math.abs(x) < FACE.x && y > FACE.y[0] && y < FACE.y[1] && z > FACE.z;
  });
  const out = { positions: new Float32Array(count * 3), mask: new Float32Array(count) };
  for (let i = 0; i < count; i++) {
    const pick = random.uniform(4 * i + 3) < focus ? inFace : everywhere;
    const { triangle, weights } = pick(random.uniform(4 * i), random.uniform(4 * i + 1), random.uniform(4 * i + 2));
    for (let k = 0; k < 3; k++) {
      const vertex = indices[triangle * 3 + k];
      out.mask[i] += weights[k] * mask[vertex];
      for (let c = 0; c < 3; c++) out.positions[i * 3 + c] += weights[k] * canonical[vertex * 3 + c];
    }
  }
  return out;
}

/** [n, 3] colours of the blend. */
function blendAt(field: Field, parent: Field, positions: Float32Array, mask: Float32Array): Float32Array {
  const [ours, theirs] = [field, parent].map((one) => {
    const outputs = new Float32Array(positions.length);
    evaluateField(one, positions, outputs);
    return outputs;
  });
  return ours.map((output, i) => {
    const weight = mask[Math.floor(i / 3)];
    return weight * sigmoid(output) + (1 - weight) * sigmoid(theirs[i]);
  });
}
