/** Readable twin of `assembly/band.ts`: which grid vertices lie in the narrow band. */

/** Flags corners of crossed cells and everything up to `radius` vertices away along every axis, but the outermost layer. */
export function bandFlags(sdf: ArrayLike<number>, side: number, radius: number): Uint8Array {
  const at = (x: number, y: number, z: number) => x + side * (y + side * z);
  const flags = new Uint8Array(side ** 3);
  const inner = (i: number) => i > 0 && i < side - 1;
  forBox([0, 0, 0], [side - 2, side - 2, side - 2], (x, y, z) => {
    let inside = 0;
    forBox([x, y, z], [x + 1, y + 1, z + 1], (a, b, c) => {
      if (sdf[at(a, b, c)] < 0) inside++;
    });
    if (inside === 0 || inside === 8) return;
    forBox([x - radius, y - radius, z - radius], [x + 1 + radius, y + 1 + radius, z + 1 + radius], (a, b, c) => {
      if (inner(a) && inner(b) && inner(c)) flags[at(a, b, c)] = 1;
    });
  });
  return flags;
}

/** Visits x, y, z from `low` to `high`, both included. */
function forBox(low: number[], high: number[], visit: (x: number, y: number, z: number) => void): void {
  for (let z = low[2]; z <= high[2]; z++) {
    for (let y = low[1]; y <= high[1]; y++) {
      for (let x = low[0]; x <= high[0]; x++) visit(x, y, z);
    }
  }
}
