import { type Field, layers as networkOf } from "../../../runtime/field/field.ts";
import type { LayeredHead } from "../../../runtime/head/layers/types.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";
import type { LayeredSubject } from "../../../runtime/stages/layers/subject.ts";
import { twinsOf } from "../../../runtime/stages/layers/twins.ts";
import { BALLS } from "../../bake/layered/ball-head.ts";

/** A head of balls with two levels a layer, earrings, and lips at the south of its skin. */
export function ballSubject({ ball, ballHead } = BALLS): LayeredSubject {
  const layers = ballHead.layers.map((layer) => ({ ...layer, levels: [layer.levels[0], layer.levels[0]] }));
  const ring = (x: number) => ball(0.05, [x, -0.1, 0], 1, []);
  const [left, right] = [ring(0.66), ring(-0.66)];
  const count = left.positions.length / 3;
  const rings = {
    ...left,
    positions: Float32Array.from([...left.positions, ...right.positions]),
    normals: Float32Array.from([...left.normals, ...right.normals]),
    uvs: Float32Array.from([...left.uvs, ...right.uvs]),
    triangles: Uint32Array.from([...left.triangles, ...right.triangles.map((v) => v + count)]),
    weld: Uint32Array.from([...left.weld, ...right.weld.map((v) => v + count)]),
  };
  layers.push({ name: "Jewellery", surface: { name: "Jewellery", color: [1, 0.6, 0.1, 1] }, levels: [rings] });
  const head: LayeredHead = { ...ballHead, layers };
  const { positions } = layers[0].levels[0];
  const regions = Uint8Array.from({ length: positions.length / 3 }, (_, v) => Number(positions[3 * v + 1] < -0.5));
  const landmarks = Float32Array.from({ length: 478 * 3 }, (_, i) => [0.02 * Math.sin(i), 0.1, 0.6][i % 3]);
  const twins = twinsOf(layers[0].levels[0]);
  return { head, landmarks, regions: [regions, regions], regionNames: ["face", "lips"], twins };
}

/** Makes a field of eight hidden and three outputs one that has learned something, the same every time. */
export function learnAtRandom(field: Field): void {
  field.table.values.set(randomStream(4).normals(new Float32Array(field.table.values.length)));
  networkOf(field).weights2.set(
    randomStream(5)
      .normals(new Float32Array(24))
      .map((x) => 0.3 * x),
  );
}
