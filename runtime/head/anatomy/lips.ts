import type { Anatomy } from "./anatomy.ts";

/** How far the upper lip's edge reaches below the lower one's in its back, head units, and over which length at the corners that fades. */
const OVERLAP = 0.009;
const CORNER = 0.014;
/** How much of their edge's way the rows behind it go. */
const FOLLOWS = [1, 1, 0.75, 0.4, 0.15];
/** Expressions of a mouth that stays shut. */
const SHUT = /^(mouth(Press|Smile|Dimple|Frown|Pucker|Roll|Left|Right|Shrug)|cheek|noseSneer)/;

/** A chain of [x, value] from right to left. */
type Chain = [x: number, value: number][];

/** Brings the lips together: shapes leave them open, most of all at the corners, and teeth would show in neutral faces. */
export function closeLips(anatomy: Anatomy, control: Float32Array): void {
  shut(anatomy, control, OVERLAP, (vertex, by) => {
    control[3 * vertex + 1] += by;
  });
}

/** Keeps the lips together under expressions that part them nowhere. @param offsets F32 [P, 3] of the stored expression; changed in place. */
export function fitLipOffsets(anatomy: Anatomy, control: Float32Array, name: string, offsets: Float32Array): void {
  if (!SHUT.test(name) || !anatomy.lips.some(({ vertex }) => offsets[3 * vertex + 1] !== 0)) return;
  const moved = control.map((x, i) => x + offsets[i]);
  shut(anatomy, moved, OVERLAP / 2, (vertex, by) => {
    offsets[3 * vertex + 1] += by;
  });
}

/** Finds by how much every vertex of the lips has to rise so that their edges overlap, and calls back where that is not 0. */
function shut(
  { lips }: Anatomy,
  points: Float32Array,
  overlap: number,
  rise: (vertex: number, by: number) => void,
): void {
  const edge = (upper: boolean, value: (vertex: number) => number): Chain =>
    lips
      .filter((lip) => lip.row === 0 && lip.upper === upper)
      .map(({ vertex }): [number, number] => [points[3 * vertex], value(vertex)])
      .sort((a, b) => a[0] - b[0]);
  const height = (vertex: number) => points[3 * vertex + 1];
  const edges = [edge(false, height), edge(true, height)];
  const ends = edges.flat().map(([x]) => x);
  const [right, left] = [Math.min(...ends), Math.max(...ends)];
  const needed = (upper: boolean) => (vertex: number) => {
    const x = points[3 * vertex];
    const other = at(edges[upper ? 0 : 1], x);
    const gap = upper ? height(vertex) - other : other - height(vertex);
    const wanted = overlap * Math.min(1, Math.max(0, Math.min(x - right, left - x) / CORNER));
    return ((upper ? -1 : 1) * Math.max(0, gap + wanted)) / 2;
  };
  const ways = [edge(false, needed(false)), edge(true, needed(true))];
  for (const { vertex, row, upper } of lips) {
    const by = FOLLOWS[row] * at(ways[upper ? 1 : 0], points[3 * vertex]);
    if (by !== 0) rise(vertex, by);
  }
}

/** Value of a chain at x, straight between its points and level beyond. */
function at(chain: Chain, x: number): number {
  const next = chain.findIndex(([end]) => end >= x);
  if (next < 0) return chain[chain.length - 1][1];
  const [end, to] = chain[next];
  if (next === 0) return to;
  const [begin, from] = chain[next - 1];
  return end === begin ? to : from + ((x - begin) / (end - begin)) * (to - from);
}
