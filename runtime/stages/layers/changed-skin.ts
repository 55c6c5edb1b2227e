import type { Layer, Picture } from "../../head/layers/types.ts";
import { nearSkin } from "./shape/near-skin.ts";

/** Head units of a move that counts as one: 2 µm. */
const LEAST_MOVE = 1e-5;
/** Cells along a side of the picture in which texels are compared. */
const CELLS = 128;

/** How much each vertex of each of the skin's levels may change, in [0, 1], of shape and of colours. */
export interface ChangedSkin {
  shape: Float32Array[];
  color: Float32Array[];
}

/**
 * Where a head's skin differs from its parent's, both as they were built, with a soft border: distillation works there, and nowhere else.
 * @param border head units.
 */
export function changedSkin(before: Layer, after: Layer, border: number): ChangedSkin {
  const [from, to] = [before.levels[0].positions, after.levels[0].positions];
  const count = to.length / 3;
  const same = from.length === to.length;
  const moved = Uint8Array.from({ length: count }, (_, v) => {
    for (let i = 3 * v; i < 3 * v + 3; i++) if (!same || Math.abs(to[i] - from[i]) > LEAST_MOVE) return 1;
    return 0;
  });
  const cells = changedCells(before.surface.baseColor, after.surface.baseColor);
  const { uvs } = after.levels[0];
  const colored = Uint8Array.from(moved, (isMoved, v) => Number(isMoved || touches(cells, uvs[2 * v], uvs[2 * v + 1])));
  return { shape: nearSkin(after.levels, moved, border), color: nearSkin(after.levels, colored, border) };
}

/** Cells with a texel that differs, rows from above; all of them where the pictures are of two sizes. */
function changedCells(a: Picture | undefined, b: Picture | undefined): Uint8Array {
  const cells = new Uint8Array(CELLS * CELLS);
  if (!a || !b || a.width !== b.width || a.data.length !== b.data.length) return cells.fill(Number(a !== b));
  const { width, height, channels } = b;
  for (let i = 0; i < b.data.length; i++) {
    if (a.data[i] === b.data[i]) continue;
    const texel = Math.floor(i / channels);
    const [x, y] = [texel % width, Math.floor(texel / width)];
    cells[Math.floor((y * CELLS) / height) * CELLS + Math.floor((x * CELLS) / width)] = 1;
  }
  return cells;
}

/** Whether one of the nine cells around a texture coordinate has changed. */
function touches(cells: Uint8Array, u: number, v: number): boolean {
  const [x, y] = [Math.floor(u * CELLS), Math.floor(v * CELLS)];
  for (let row = Math.max(0, y - 1); row <= Math.min(CELLS - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(CELLS - 1, x + 1); column++) {
      if (cells[row * CELLS + column]) return true;
    }
  }
  return false;
}
