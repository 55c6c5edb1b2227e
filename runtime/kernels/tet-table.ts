/**
 * The marching table of a cube cut into six tetrahedra around the diagonal from corner 0 to corner 7 (Kuhn's subdivision): it meets its
 * neighbours without cracks, and every edge runs from a corner to a corner whose bits include the first's.
 *
 * A corner's number has bit 0 for +x, bit 1 for +y, bit 2 for +z. An edge's code is 8·corner + direction, where the edge runs from the
 * smaller corner to corner | direction.
 */

/** Bytes for one of the 256 inside/outside masks: number of triangles, then three edge codes for each of at most 12. */
export const TABLE_STRIDE = 40;

/** Shape [256, TABLE_STRIDE]; mask bit c is set where corner c is inside. Triangles are counter-clockwise seen from outside. */
export function buildTetTable(): Uint8Array {
  const table = new Uint8Array(256 * TABLE_STRIDE);
  for (let mask = 0; mask < 256; mask++) {
    const triangles = cubeTetrahedra().flatMap((tetrahedron) => cut(tetrahedron, mask));
    table[mask * TABLE_STRIDE] = triangles.length;
    table.set(triangles.flat(), mask * TABLE_STRIDE + 1);
  }
  return table;
}

/** Corners of the six tetrahedra, each positively oriented: det(b−a, c−a, d−a) > 0. */
export function cubeTetrahedra(): number[][] {
  const orders = [
    [1, 2, 4],
    [2, 4, 1],
    [4, 1, 2],
    [2, 1, 4],
    [1, 4, 2],
    [4, 2, 1],
  ];
  return orders.map(([first, second], i) => {
    const path = [0, first, first | second, 7];
    return i < 3 ? path : [path[0], path[2], path[1], path[3]];
  });
}

function edgeCode(a: number, b: number): number {
  const low = Math.min(a, b);
  return low * 8 + (Math.max(a, b) ^ low);
}

/** Triangles that separate the inside corners of a positively oriented tetrahedron from the others. */
function cut(tetrahedron: number[], mask: number): number[][] {
  const inside = tetrahedron.filter((corner) => mask & (1 << corner));
  const outside = tetrahedron.filter((corner) => !(mask & (1 << corner)));
  if (inside.length === 0 || outside.length === 0) return [];
  const even = isEven([...inside, ...outside], tetrahedron);
  if (inside.length === 2) {
    const [a, b] = inside;
    const [c, d] = outside;
    const quad = [edgeCode(a, c), edgeCode(a, d), edgeCode(b, d), edgeCode(b, c)];
    if (!even) quad.reverse();
    return [
      [quad[0], quad[1], quad[2]],
      [quad[0], quad[2], quad[3]],
    ];
  }
  const triangle =
    inside.length === 1
      ? outside.map((corner) => edgeCode(inside[0], corner))
      : inside.map((corner) => edgeCode(corner, outside[0]));
  // Seen from a vertex of a positive tetrahedron (a; b, c, d) the others run clockwise outwards; the last vertex sees the reverse.
  const flip = inside.length === 1 ? !even : !even;
  return [flip ? triangle.reverse() : triangle];
}

/** Whether one order of four different numbers is an even permutation of the other. */
function isEven(order: number[], reference: number[]): boolean {
  const places = order.map((value) => reference.indexOf(value));
  let swaps = 0;
  for (let i = 0; i < 4; i++) for (let j = i + 1; j < 4; j++) if (places[i] > places[j]) swaps++;
  return swaps % 2 === 0;
}
