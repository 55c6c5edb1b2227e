import type { LayerMesh, Picture } from "../../head/layers/types.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import { nearSkin } from "./shape/near-skin.ts";
import { finestVertices } from "./subject.ts";

/** Head units of a move: up to the first nothing has changed, from the second on all may. Morphs fall off softly, and so does this. */
const MOVES = [0.002, 0.012];
/** Cells along a side of the picture in which texels are compared. */
const CELLS = 128;

/**
 * Where a skin's shape differs from its parent's, both as they were built: distillation works there, and nowhere else.
 * @returns how much each vertex of each of the skin's levels may change, in [0, 1].
 */
export function changedShape(before: LayerMesh[], after: LayerMesh[]): Float32Array[] {
  const [from, to] = [before[0].positions, after[0].positions];
  const same = from.length === to.length;
  const moved = Float32Array.from({ length: to.length / 3 }, (_, v) =>
    same ? smoothstep(MOVES[0], MOVES[1], distance(from, to, 3 * v)) : 1,
  );
  return finestVertices(after).map((vertices) => Float32Array.from(vertices, (v) => moved[v]));
}

/**
 * Where its colours may change: where its shape does, and around texels that differ.
 * @param shape of {@link changedShape}. @param border of what differs, head units. @returns as there.
 */
export function changedColors(
  shape: Float32Array[],
  [before, after]: [Picture | undefined, Picture | undefined],
  levels: LayerMesh[],
  border: number,
): Float32Array[] {
  const cells = changedCells(before, after);
  const { uvs, weld } = levels[0];
  const colored = new Uint8Array(weld.length);
  // A place may lie in the picture more than once: it is known by the first of its vertices.
  for (let v = 0; v < colored.length; v++) if (touches(cells, uvs[2 * v], uvs[2 * v + 1])) colored[weld[v]] = 1;
  const near = nearSkin(levels, colored, border);
  return near.map((level, i) => level.map((share, v) => Math.max(share, shape[i][v])));
}

const distance = (a: Float32Array, b: Float32Array, i: number) =>
  Math.hypot(b[i] - a[i], b[i + 1] - a[i + 1], b[i + 2] - a[i + 2]);

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
