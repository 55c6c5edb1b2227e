// A sparse matrix times vectors: what vertices move where others move, and by its transpose the gradient back. A workgroup works on one
// row, whose 64 threads sum every 64th entry; then they add up, always in the same order.

struct Matrix {
  rows: u32,
}
@group(0) @binding(0) var<uniform> matrix: Matrix;

@group(0) @binding(1) var<storage, read> starts: array<u32>; // [rows + 1] where a row's entries begin
@group(0) @binding(2) var<storage, read> columns: array<u32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read> vectors: array<f32>; // [columns, 3]
@group(0) @binding(5) var<storage, read_write> added: array<f32>; // [rows, 3]

var<workgroup> lanes: array<vec3f, 64>;

@compute @workgroup_size(64)
fn multiply(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = group.x + group.y * groups.x;
  var sum = vec3f(0.0);
  if (row < matrix.rows) {
    for (var e = starts[row] + local; e < starts[row + 1u]; e += 64u) {
      let at = columns[e] * 3u;
      sum += weights[e] * vec3f(vectors[at], vectors[at + 1u], vectors[at + 2u]);
    }
  }
  lanes[local] = sum;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) {
      lanes[local] += lanes[local + half];
    }
  }
  if (local == 0u && row < matrix.rows) {
    for (var k = 0u; k < 3u; k++) {
      added[row * 3u + k] += lanes[0][k];
    }
  }
}
