import { type FoundHead, ImportError, type Part } from "../types.ts";

/** A rough box of the head in scene coordinates: where to look for a face. */
export interface HeadBounds {
  center: [number, number, number];
  /** From the chin or neck to the top of hair or hat. */
  height: number;
}

/** Slices of the height that a neck is looked for in. */
const SLICES = 64;
/** A neck is narrower than this share of the widest slice above it … */
const NECK = 0.72;
/** … and what is below it at least this much wider than the neck. */
const SHOULDERS = 1.15;

/**
 * The head's box: vertices that move with its joint; else everything taken, down to the neck where one shows.
 * @throws ImportError "no-head".
 */
export function headBounds(head: FoundHead, parts: Part[]): HeadBounds {
  const carried = head.joint ? boxOf(parts, (part, vertex) => (part.headWeight?.[vertex] ?? 0) > 0.5) : undefined;
  if (carried) return carried;
  if (head.joint) {
    throw new ImportError(
      "no-head",
      `joint "${head.name}" moves no vertex; name the head's node or another joint with --node`,
    );
  }
  const whole = boxOf(parts, () => true);
  if (!whole) throw new ImportError("no-head", `${head.name} has no extent; name the head's node with --node`);
  const neck = findNeck(parts, whole);
  return (neck !== undefined && boxOf(parts, (part, vertex) => part.positions[3 * vertex + 1] > neck)) || whole;
}

/** Only vertices that triangles use count: files keep stray ones. */
function boxOf(parts: Part[], keep: (part: Part, vertex: number) => boolean): HeadBounds | undefined {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  for (const part of parts) {
    for (const vertex of part.indices) {
      if (!keep(part, vertex)) continue;
      for (let c = 0; c < 3; c++) {
        low[c] = Math.min(low[c], part.positions[3 * vertex + c]);
        high[c] = Math.max(high[c], part.positions[3 * vertex + c]);
      }
    }
  }
  const height = high[1] - low[1];
  return height > 0
    ? { center: [0, 1, 2].map((c) => (low[c] + high[c]) / 2) as [number, number, number], height }
    : undefined;
}

/** Height of the first narrow slice below the top that has wider ones above and below it. */
function findNeck(parts: Part[], { center, height }: HeadBounds): number | undefined {
  const bottom = center[1] - height / 2;
  const [left, right] = [new Float64Array(SLICES).fill(Infinity), new Float64Array(SLICES).fill(-Infinity)];
  for (const { positions, indices } of parts) {
    for (let t = 0; t < indices.length; t += 3) {
      const corners = [indices[t], indices[t + 1], indices[t + 2]];
      const ys = corners.map((v) => ((positions[3 * v + 1] - bottom) / height) * SLICES);
      for (let slice = Math.floor(Math.min(...ys)); slice <= Math.min(SLICES - 1, Math.max(...ys)); slice++) {
        for (const v of corners) {
          left[slice] = Math.min(left[slice], positions[3 * v]);
          right[slice] = Math.max(right[slice], positions[3 * v]);
        }
      }
    }
  }
  let widest = 0;
  let [narrowest, at] = [Infinity, -1];
  for (let slice = SLICES - 1; slice >= 0; slice--) {
    const width = right[slice] - left[slice];
    if (at < 0 || width >= narrowest) {
      if (at >= 0 && width > SHOULDERS * narrowest) return bottom + ((at + 0.5) * height) / SLICES;
      if (at < 0) widest = Math.max(widest, width);
    }
    if (width < NECK * widest && width < narrowest) [narrowest, at] = [width, slice];
  }
  return undefined;
}
