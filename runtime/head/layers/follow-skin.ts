import { type Layer, layerKind, type PartLayer } from "./types.ts";

/** Level of the skin whose vertices lead: some 1,500. */
const LEADING = 2;
/** Head units within which one vertex of the skin leads alone. */
const REACH = 0.03;
/** What must not bend, and what of it comes in pairs, one on each side. */
const RIGID: PartLayer[] = ["Glasses", "Lenses", "Headwear", "Horns", "Tusks", "Jewellery"];
const PAIRED: PartLayer[] = ["Horns", "Tusks", "Jewellery"];

/**
 * @param from the skin that parts were fitted to. @param to the same skin, moved.
 * @returns a function that moves a part along with the skin near it: hair as the skin goes, what is rigid as a whole.
 */
export function followSkin(from: Layer, to: Layer): (part: Layer) => Layer {
  const level = Math.min(LEADING, from.levels.length - 1);
  const [places, goals] = [from.levels[level].positions, to.levels[level].positions];
  const moves = goals.map((x, i) => x - places[i]);
  const moveAt = (x: number, y: number, z: number, out: number[]) => {
    let sum = 0;
    out.fill(0);
    for (let i = 0; i < places.length; i += 3) {
      const square = (places[i] - x) ** 2 + (places[i + 1] - y) ** 2 + (places[i + 2] - z) ** 2;
      const weight = 1 / (square + REACH * REACH) ** 2;
      sum += weight;
      for (let c = 0; c < 3; c++) out[c] += weight * moves[i + c];
    }
    for (let c = 0; c < 3; c++) out[c] /= sum;
  };
  const move = [0, 0, 0];
  return (part) => ({
    ...part,
    levels: part.levels.map((mesh) => {
      const positions = mesh.positions.slice();
      for (let i = 0; i < positions.length; i += 3) {
        moveAt(positions[i], positions[i + 1], positions[i + 2], move);
        for (let c = 0; c < 3; c++) positions[i + c] += move[c];
      }
      if (!RIGID.includes(layerKind(part.name))) return { ...mesh, positions };
      const side = (i: number) => (PAIRED.includes(layerKind(part.name)) && mesh.positions[3 * i] < 0 ? 1 : 0);
      const sums = [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ];
      for (let i = 0; i < positions.length / 3; i++) {
        const sum = sums[side(i)];
        for (let c = 0; c < 3; c++) sum[c] += positions[3 * i + c] - mesh.positions[3 * i + c];
        sum[3]++;
      }
      const moved = mesh.positions.map((x, i) => {
        const sum = sums[side(Math.floor(i / 3))];
        return x + sum[i % 3] / sum[3];
      });
      return { ...mesh, positions: moved };
    }),
  });
}
