/** Marching tetrahedra over a list of cells; the tables come from `tet-table.ts`. Vertex index = x + side·(y + side·z). */

import { loadF32, addF32 } from "./simd";

const TABLE_STRIDE: usize = 40;

/** Bit c is set where corner c of the cell is inside (distance < 0). */
// @ts-ignore: decorator
@inline
function insideMask(sdf: usize, cell: u32, side: usize): u32 {
  const a = sdf + (<usize>cell << 2);
  const b = a + (side << 2);
  const c = a + ((side * side) << 2);
  const d = c + (side << 2);
  return (
    <u32>(load<f32>(a) < 0) |
    (<u32>(load<f32>(a, 4) < 0) << 1) |
    (<u32>(load<f32>(b) < 0) << 2) |
    (<u32>(load<f32>(b, 4) < 0) << 3) |
    (<u32>(load<f32>(c) < 0) << 4) |
    (<u32>(load<f32>(c, 4) < 0) << 5) |
    (<u32>(load<f32>(d) < 0) << 6) |
    (<u32>(load<f32>(d, 4) < 0) << 7)
  );
}

/** Triangles that the cells will emit. */
export function marchCount(cells: usize, count: u32, sdf: usize, side: u32, table: usize): u32 {
  let triangles: u32 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const mask = insideMask(sdf, load<u32>(cells + (i << 2)), side);
    triangles += load<u8>(table + <usize>mask * TABLE_STRIDE);
  }
  return triangles;
}

/** Distance between the ends of an edge of direction bits x, y, z. */
// @ts-ignore: decorator
@inline
function stepOf(direction: u32, side: u32): u32 {
  return (direction & 1) + ((direction >> 1) & 1) * side + (direction >> 2) * side * side;
}

/**
 * Writes edges (two grid vertices for each surface vertex) and indices; returns the number of vertices.
 * `window` remembers the surface vertex of every edge that starts in the present or the next layer of z: 2·side²·8 numbers, never
 * cleared, since an entry counts only if the vertex it names lies on that very edge. Cells must ascend.
 */
export function marchEmit(
  cells: usize,
  count: u32,
  sdf: usize,
  side: u32,
  table: usize,
  window: usize,
  edges: usize,
  indices: usize,
): u32 {
  const layer = side * side;
  let vertices: u32 = 0;
  let at = indices;
  for (let i: usize = 0; i < <usize>count; i++) {
    const cell = load<u32>(cells + (i << 2));
    const mask = insideMask(sdf, cell, side);
    if (mask == 0 || mask == 255) continue;
    let code = table + <usize>mask * TABLE_STRIDE;
    const corners = <u32>load<u8>(code) * 3;
    for (let k: u32 = 0; k < corners; k++) {
      code++;
      const edge = <u32>load<u8>(code);
      const start = cell + stepOf(edge >> 3, side);
      const end = start + stepOf(edge & 7, side);
      const z = start / layer;
      const slot = window + (<usize>(((z & 1) * layer + (start - z * layer)) * 8 + (edge & 7)) << 2);
      let vertex = load<u32>(slot);
      if (vertex >= vertices || load<u32>(edges + (<usize>vertex << 3)) != start || load<u32>(edges + (<usize>vertex << 3), 4) != end) {
        vertex = vertices++;
        store<u32>(slot, vertex);
        store<u32>(edges + (<usize>vertex << 3), start);
        store<u32>(edges + (<usize>vertex << 3), end, 4);
      }
      store<u32>(at, vertex);
      at += 4;
    }
  }
  return vertices;
}

/** Share of the way from the first to the second vertex where the distance is 0; they have different signs. */
// @ts-ignore: decorator
@inline
function crossing(a: f32, b: f32): f32 {
  return a / (a - b);
}

/** Coordinate `axis` of a displaced grid vertex. */
// @ts-ignore: decorator
@inline
function coordinate(vertex: u32, axis: u32, side: u32, offsets: usize): f32 {
  const cell: f32 = 2 / <f32>(side - 1);
  const i = axis == 0 ? vertex % side : axis == 1 ? (vertex / side) % side : vertex / (side * side);
  return <f32>i * cell - 1 + loadF32(offsets, <usize>vertex * 3 + axis);
}

export function marchPositions(
  begin: u32,
  end: u32,
  edges: usize,
  sdf: usize,
  offsets: usize,
  side: u32,
  positions: usize,
): void {
  for (let i: usize = begin; i < <usize>end; i++) {
    const a = load<u32>(edges + (i << 3));
    const b = load<u32>(edges + (i << 3), 4);
    const w = crossing(loadF32(sdf, a), loadF32(sdf, b));
    for (let axis: u32 = 0; axis < 3; axis++) {
      const from = coordinate(a, axis, side, offsets);
      const to = coordinate(b, axis, side, offsets);
      store<f32>(positions + ((i * 3 + axis) << 2), from + w * (to - from));
    }
  }
}

/** Distances closer together than this count as this far apart, lest one edge outweigh all others. */
const LEAST_STEP: f32 = 1e-4;

/** Adds the gradients of distances and unlimited offsets at the band's vertices; either pointer may be 0. */
export function marchBackward(
  count: u32,
  edges: usize,
  sdf: usize,
  offsets: usize,
  side: u32,
  positionGradient: usize,
  slots: usize,
  sdfGradient: usize,
  offsetGradient: usize,
  limit: f32,
): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const a = load<u32>(edges + (i << 3));
    const b = load<u32>(edges + (i << 3), 4);
    const slotA = load<i32>(slots + (<usize>a << 2));
    const slotB = load<i32>(slots + (<usize>b << 2));
    const sa = loadF32(sdf, a);
    const sb = loadF32(sdf, b);
    const w = crossing(sa, sb);
    let dw: f32 = 0;
    for (let axis: u32 = 0; axis < 3; axis++) {
      const d = loadF32(positionGradient, i * 3 + axis);
      dw += d * (coordinate(b, axis, side, offsets) - coordinate(a, axis, side, offsets));
      if (offsetGradient == 0) continue;
      if (slotA >= 0) addF32(offsetGradient, <usize>slotA * 3 + axis, d * (1 - w) * slope(loadF32(offsets, <usize>a * 3 + axis), limit));
      if (slotB >= 0) addF32(offsetGradient, <usize>slotB * 3 + axis, d * w * slope(loadF32(offsets, <usize>b * 3 + axis), limit));
    }
    if (sdfGradient == 0) continue;
    const gap = max(abs(sa - sb), LEAST_STEP);
    const scale = dw / (gap * gap);
    if (slotA >= 0) addF32(sdfGradient, slotA, -sb * scale);
    if (slotB >= 0) addF32(sdfGradient, slotB, sa * scale);
  }
}

/** Derivative of limit·tanh(raw), from its value. */
// @ts-ignore: decorator
@inline
function slope(offset: f32, limit: f32): f32 {
  return limit - (offset * offset) / limit;
}
