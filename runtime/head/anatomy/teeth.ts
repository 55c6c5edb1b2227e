import type { Anatomy, CarriedMesh } from "./anatomy.ts";

/**
 * Places or offsets [V, 3] of teeth that follow their jaws: each jaw is an affine frame of four control points.
 * @param frame F32 [P, 3] control points, or offsets of them.
 */
export function placeTeeth(
  anatomy: Anatomy,
  level: CarriedMesh & { upper: number },
  frame: Float32Array,
): Float32Array {
  const out = new Float32Array(level.positions.length);
  const count = out.length / 3;
  for (const [first, from, to] of [
    [anatomy.first.upperTeeth, 0, level.upper],
    [anatomy.first.lowerTeeth, level.upper, count],
  ]) {
    // The average's frame: two points left and right of a middle, one above it, one before it, all equally far.
    const rest = anatomy.positions.subarray(3 * first, 3 * first + 12);
    const size = (rest[0] - rest[3]) / 2;
    const middle = [0, 1, 2].map((c) => (rest[c] + rest[3 + c]) / 2);
    for (let v = from; v < to; v++) {
      const x = (level.positions[3 * v] - middle[0]) / size;
      const y = (level.positions[3 * v + 1] - middle[1]) / size;
      const z = (level.positions[3 * v + 2] - middle[2]) / size;
      const left = (1 + x - y - z) / 2;
      const right = (1 - x - y - z) / 2;
      for (let c = 0; c < 3; c++) {
        const f = 3 * first + c;
        out[3 * v + c] = left * frame[f] + right * frame[f + 3] + y * frame[f + 6] + z * frame[f + 9];
      }
    }
  }
  return out;
}
