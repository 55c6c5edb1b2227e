// Smoothness of a consistently oriented surface and its gradient. Of a closed one the next corner's vertex, over a vertex's fan, is every
// neighbour once. A thread works on one vertex.

struct Loss {
  vertices: u32,
  scale: f32, // of the gradient: weight / edges, or weight / vertices
  share: f32, // of a vertex's part of the loss
}
@group(0) @binding(0) var<uniform> loss: Loss;

@group(0) @binding(1) var<storage, read> indices: array<u32>;
@group(0) @binding(2) var<storage, read> fans: array<u32>;
@group(0) @binding(3) var<storage, read> values: array<f32>; // positions, or normals [vertices, 4]
@group(0) @binding(4) var<storage, read_write> parts: array<f32>; // of the loss
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;

fn next(corner: u32) -> u32 {
  return indices[select(corner + 1u, corner - 2u, corner % 3u == 2u)];
}

fn previous(corner: u32) -> u32 {
  return indices[select(corner - 1u, corner + 2u, corner % 3u == 0u)];
}

// 1 − n·n' of every edge, from its lower vertex to its higher one, as the open border of a surface has half of its edges the other way
// round alone; adds to the normals' gradient.
@compute @workgroup_size(64)
fn normalConsistency(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= loss.vertices) {
    return;
  }
  let own = vec3f(values[v * 4u], values[v * 4u + 1u], values[v * 4u + 2u]);
  var total = vec3f(0.0);
  var part = 0.0;
  for (var i = fans[v]; i < fans[v + 1u]; i++) {
    let corner = fans[loss.vertices + 1u + i];
    let pair = vec2u(next(corner), previous(corner));
    for (var side = 0u; side < 2u; side++) {
      let other = pair[side];
      if (select(v > other, v < other, side == 0u)) {
        let n = vec3f(values[other * 4u], values[other * 4u + 1u], values[other * 4u + 2u]);
        total += n;
        part += 1.0 - dot(own, n);
      }
    }
  }
  parts[v] = part * loss.share;
  for (var k = 0u; k < 3u; k++) {
    gradient[v * 3u + k] -= loss.scale * total[k];
  }
}

// Σ over neighbours of (p − neighbour), by its length: parts of the loss, and what `laplacianBackward` spreads.
@compute @workgroup_size(64)
fn laplacian(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= loss.vertices) {
    return;
  }
  let total = differences(v);
  let size = length(total);
  parts[v] = size * loss.share;
  let d = select(vec3f(0.0), total * (loss.scale / size), size > 0.0);
  for (var k = 0u; k < 3u; k++) {
    gradient[v * 3u + k] = d[k];
  }
}

@group(0) @binding(4) var<storage, read_write> positionGradient: array<f32>;

@compute @workgroup_size(64)
fn laplacianBackward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= loss.vertices) {
    return;
  }
  let total = differences(v);
  for (var k = 0u; k < 3u; k++) {
    positionGradient[v * 3u + k] += total[k];
  }
}

fn differences(v: u32) -> vec3f {
  let own = vec3f(values[v * 3u], values[v * 3u + 1u], values[v * 3u + 2u]);
  var total = vec3f(0.0);
  for (var i = fans[v]; i < fans[v + 1u]; i++) {
    let other = next(fans[loss.vertices + 1u + i]) * 3u;
    total += own - vec3f(values[other], values[other + 1u], values[other + 2u]);
  }
  return total;
}

@group(0) @binding(1) var<storage, read> partsOf: array<f32>;
@group(0) @binding(2) var<storage, read_write> totals: array<f32>;

var<workgroup> lanes: array<f32, 64>;

// One workgroup sums the parts, always in the same order.
@compute @workgroup_size(64)
fn total(@builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  for (var i = local; i < loss.vertices; i += 64u) {
    sum += partsOf[i];
  }
  lanes[local] = sum;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) {
      lanes[local] += lanes[local + half];
    }
  }
  if (local == 0u) {
    totals[0] = lanes[0];
  }
}
