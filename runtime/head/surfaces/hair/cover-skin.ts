import type { LayerMesh } from "../../layers/types.ts";

/** Side of the cells that cards are counted in, units: 8 mm, so that what a gap between two locks shows is still scalp under hair. */
const CELL = 0.045;
/** Heights over the skin at which cards are looked for; beneath it, since a skull may be higher than the one that hair was modelled on. */
const HEIGHTS = [-CELL, 0, CELL, 2 * CELL];
/** Share of a card that is hair, and how soon a few of them hide the skin. */
const OPAQUE = 0.6;
const HIDING = 3.5;

/**
 * How much of the skin the hair close over it hides, 0..1: what is parted, shaved or bald is no scalp under hair. Cards are counted by area in
 * cells, light is swallowed on its way through them (Beer and Lambert).
 * @param hair on the same head. @returns F32 [V] by vertex of the skin.
 */
export function coverSkin(skin: LayerMesh, hair: LayerMesh): Float32Array {
  const cells = new Map<number, number>();
  const key = (x: number, y: number, z: number) =>
    (Math.floor(x) + 512) * 2 ** 20 + (Math.floor(y) + 512) * 2 ** 10 + Math.floor(z) + 512;
  const { positions, triangles } = hair;
  const corner = (v: number) => [positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]];
  for (let t = 0; t < triangles.length; t += 3) {
    const a = corner(triangles[t]);
    const b = corner(triangles[t + 1]);
    const c = corner(triangles[t + 2]);
    const [e, f] = [b, c].map((to) => to.map((value, k) => value - a[k]));
    const area = Math.hypot(e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]) / 2;
    // Samples no further apart than cells are wide: each side is cut into as many pieces as that takes.
    const cuts = Math.ceil(
      Math.max(Math.hypot(...e), Math.hypot(...f), Math.hypot(...e.map((value, k) => value - f[k]))) / CELL,
    );
    const layers = (OPAQUE * area) / (cuts * cuts * CELL * CELL);
    for (let i = 0; i < cuts; i++) {
      for (let j = 0; j < 2 * (cuts - i) - 1; j++) {
        // Centres of the small triangles, upright ones and those between them.
        const odd = j % 2;
        const s = (i + (odd ? 2 / 3 : 1 / 3)) / cuts;
        const w = ((j - odd) / 2 + (odd ? 2 / 3 : 1 / 3)) / cuts;
        const at = a.map((value, k) => (value + s * e[k] + w * f[k]) / CELL);
        const cell = key(at[0], at[1], at[2]);
        cells.set(cell, (cells.get(cell) ?? 0) + layers);
      }
    }
  }
  const layersAt = (x: number, y: number, z: number) => {
    const u = x / CELL - 0.5;
    const v = y / CELL - 0.5;
    const w = z / CELL - 0.5;
    const left = Math.floor(u);
    const low = Math.floor(v);
    const back = Math.floor(w);
    let sum = 0;
    for (let corner = 0; corner < 8; corner++) {
      const right = corner & 1;
      const high = (corner >> 1) & 1;
      const front = corner >> 2;
      const layers = cells.get(key(left + right, low + high, back + front));
      if (layers === undefined) continue;
      const across = right ? u - left : 1 - u + left;
      const up = high ? v - low : 1 - v + low;
      const along = front ? w - back : 1 - w + back;
      sum += across * up * along * layers;
    }
    return sum;
  };
  return Float32Array.from({ length: skin.positions.length / 3 }, (_, v) => {
    const at = (height: number, c: number) => skin.positions[3 * v + c] + height * skin.normals[3 * v + c];
    const layers = HEIGHTS.reduce((sum, height) => sum + layersAt(at(height, 0), at(height, 1), at(height, 2)), 0);
    return 1 - Math.exp(-HIDING * layers);
  });
}
