// Marching tetrahedra, with vertices and triangles in the order in which one thread would meet them, and the gradient back.

struct Grid {
  count: u32, // cells, or vertices of the surface
  side: u32,
  limit: f32, // of offsets
}
@group(0) @binding(0) var<uniform> grid: Grid;

@group(0) @binding(1) var<storage, read> cells: array<u32>;
@group(0) @binding(2) var<storage, read> sdf: array<f32>;
@group(0) @binding(3) var<storage, read> table: array<u32>; // bytes of `buildTetTable`
// For every edge of the grid: the inverse of its first use's number, later the number of its vertex. 0 for none.
@group(0) @binding(4) var<storage, read_write> uses: array<atomic<u32>>;

const STRIDE = 40u;
// Corners of the triangles in one cell, at most.
const CORNERS = 36u;

fn steps(bits: u32) -> u32 {
  return (bits & 1u) + ((bits >> 1u) & 1u) * grid.side + (bits >> 2u) * grid.side * grid.side;
}

fn entry(mask: u32, i: u32) -> u32 {
  let at = mask * STRIDE + i;
  return (table[at / 4u] >> (8u * (at % 4u))) & 255u;
}

fn maskOf(cell: u32) -> u32 {
  var mask = 0u;
  for (var corner = 0u; corner < 8u; corner++) {
    mask |= select(0u, 1u << corner, sdf[cell + steps(corner)] < 0.0);
  }
  return mask;
}

fn useOf(i: u32, corner: u32) -> u32 {
  return 0xffffffffu - (i * CORNERS + corner);
}

fn edgeOf(cell: u32, code: u32) -> u32 {
  return (cell + steps(code >> 3u)) * 8u + (code & 7u);
}

// A thread enters the uses of one cell; the first use of every edge stays.
@compute @workgroup_size(64)
fn claim(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.count) {
    return;
  }
  let mask = maskOf(cells[i]);
  for (var k = 0u; k < entry(mask, 0u) * 3u; k++) {
    atomicMax(&uses[edgeOf(cells[i], entry(mask, k + 1u))], useOf(i, k));
  }
}

@group(0) @binding(5) var<storage, read_write> vertexCounts: array<u32>;
@group(0) @binding(6) var<storage, read_write> triangleCounts: array<u32>;

// A thread counts the vertices that one cell is the first to use, and its triangles.
@compute @workgroup_size(64)
fn count(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.count) {
    return;
  }
  let mask = maskOf(cells[i]);
  var own = 0u;
  for (var k = 0u; k < entry(mask, 0u) * 3u; k++) {
    own += select(0u, 1u, atomicLoad(&uses[edgeOf(cells[i], entry(mask, k + 1u))]) == useOf(i, k));
  }
  vertexCounts[i] = own;
  triangleCounts[i] = entry(mask, 0u);
}

@group(0) @binding(5) var<storage, read> before: array<u32>; // vertices, then triangles, of the cells before
@group(0) @binding(6) var<storage, read_write> written: array<u32>; // edges, then indices

// A thread numbers the vertices of one cell. A number is never the inverse of a use, which is above 2^31.
@compute @workgroup_size(64)
fn emitVertices(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.count) {
    return;
  }
  let mask = maskOf(cells[i]);
  var vertex = before[i];
  for (var k = 0u; k < entry(mask, 0u) * 3u; k++) {
    let edge = edgeOf(cells[i], entry(mask, k + 1u));
    if (atomicLoad(&uses[edge]) == useOf(i, k)) {
      atomicStore(&uses[edge], vertex);
      written[vertex * 2u] = edge / 8u;
      written[vertex * 2u + 1u] = edge / 8u + steps(edge % 8u);
      vertex++;
    }
  }
}

// A thread writes the triangles of one cell.
@compute @workgroup_size(64)
fn emitTriangles(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.count) {
    return;
  }
  let mask = maskOf(cells[i]);
  for (var k = 0u; k < entry(mask, 0u) * 3u; k++) {
    written[before[i] * 3u + k] = atomicLoad(&uses[edgeOf(cells[i], entry(mask, k + 1u))]);
  }
}

@group(0) @binding(3) var<storage, read> edges: array<vec2u>;
@group(0) @binding(4) var<storage, read> offsets: array<f32>;
@group(0) @binding(1) var<storage, read_write> positions: array<f32>;

fn offsetOf(vertex: u32) -> vec3f {
  return vec3f(offsets[vertex * 3u], offsets[vertex * 3u + 1u], offsets[vertex * 3u + 2u]);
}

fn pointOf(vertex: u32) -> vec3f {
  let at = vec3u(vertex % grid.side, vertex / grid.side % grid.side, vertex / (grid.side * grid.side));
  return vec3f(at) * (2.0 / f32(grid.side - 1u)) - 1.0 + offsetOf(vertex);
}

// A thread places one vertex where the distance is 0 on its edge.
@compute @workgroup_size(64)
fn place(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.count) {
    return;
  }
  let edge = edges[i];
  let a = pointOf(edge.x);
  let p = a + sdf[edge.x] / (sdf[edge.x] - sdf[edge.y]) * (pointOf(edge.y) - a);
  positions[i * 3u] = p.x;
  positions[i * 3u + 1u] = p.y;
  positions[i * 3u + 2u] = p.z;
}

@group(0) @binding(5) var<storage, read> distances: array<f32>; // sdf
@group(0) @binding(6) var<storage, read> slots: array<i32>; // place in the band, −1 outside it
@group(0) @binding(7) var<storage, read> positionGradient: array<f32>;

// Distances closer together than this count as this far apart, lest one edge outweigh all others.
const LEAST_STEP = 1e-4;

fn addTo4(vertex: u32, dDistance: f32, dOffset: vec3f) {
  let slot = slots[vertex];
  if (slot < 0) {
    return;
  }
  // Through limit·tanh(raw), from its value.
  let offset = offsetOf(vertex);
  let d = dOffset * (grid.limit - offset * offset / grid.limit);
  addTo(u32(slot) * 4u, dDistance);
  addTo(u32(slot) * 4u + 1u, d.x);
  addTo(u32(slot) * 4u + 2u, d.y);
  addTo(u32(slot) * 4u + 3u, d.z);
}

// A thread adds one vertex's part to the sums of the band: [band, 4] distance, then the raw offset.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.count) {
    return;
  }
  let edge = edges[i];
  let d = vec3f(positionGradient[i * 3u], positionGradient[i * 3u + 1u], positionGradient[i * 3u + 2u]);
  let a = distances[edge.x];
  let b = distances[edge.y];
  let w = a / (a - b);
  let gap = max(abs(a - b), LEAST_STEP);
  let scale = dot(d, pointOf(edge.y) - pointOf(edge.x)) / (gap * gap);
  addTo4(edge.x, -b * scale, d * (1.0 - w));
  addTo4(edge.y, a * scale, d * w);
}
