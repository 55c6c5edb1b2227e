// Unit normals of vertices, weighted by area, and the gradient back. A thread works on one vertex and walks its fan in a fixed order.

struct Mesh {
  vertices: u32,
}
@group(0) @binding(0) var<uniform> mesh: Mesh;

@group(0) @binding(1) var<storage, read> positions: array<f32>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read> fans: array<u32>; // see fans.wgsl
@group(0) @binding(4) var<storage, read_write> normals: array<vec4f>; // and the length of the sum: twice the area, where it is flat

fn at(vertex: u32) -> vec3f {
  return vec3f(positions[vertex * 3u], positions[vertex * 3u + 1u], positions[vertex * 3u + 2u]);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= mesh.vertices) {
    return;
  }
  var total = vec3f(0.0);
  for (var i = fans[v]; i < fans[v + 1u]; i++) {
    let t = fans[mesh.vertices + 1u + i] / 3u * 3u;
    let a = at(indices[t]);
    total += cross(at(indices[t + 1u]) - a, at(indices[t + 2u]) - a);
  }
  let size = length(total);
  normals[v] = vec4f(select(vec3f(0.0), total / size, size > 0.0), size);
}

@group(0) @binding(1) var<storage, read> unit: array<vec4f>; // normals
@group(0) @binding(2) var<storage, read> normalGradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> sumGradient: array<vec4f>;

// Through the normalisation.
@compute @workgroup_size(64)
fn unnormalise(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= mesh.vertices) {
    return;
  }
  let n = unit[v];
  let d = vec3f(normalGradient[v * 3u], normalGradient[v * 3u + 1u], normalGradient[v * 3u + 2u]);
  sumGradient[v] = vec4f(select(vec3f(0.0), (d - n.xyz * dot(n.xyz, d)) / n.w, n.w > 1e-12), 0.0);
}

@group(0) @binding(4) var<storage, read> sumGradientOf: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> positionGradient: array<f32>;

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= mesh.vertices) {
    return;
  }
  var total = vec3f(0.0);
  for (var i = fans[v]; i < fans[v + 1u]; i++) {
    let corner = fans[mesh.vertices + 1u + i];
    let t = corner / 3u * 3u;
    let d = sumGradientOf[indices[t]].xyz + sumGradientOf[indices[t + 1u]].xyz + sumGradientOf[indices[t + 2u]].xyz;
    let a = at(indices[t]);
    let first = cross(at(indices[t + 2u]) - a, d);
    let second = cross(d, at(indices[t + 1u]) - a);
    if (corner == t) {
      total -= first + second;
    } else if (corner == t + 1u) {
      total += first;
    } else {
      total += second;
    }
  }
  positionGradient[v * 3u] += total.x;
  positionGradient[v * 3u + 1u] += total.y;
  positionGradient[v * 3u + 2u] += total.z;
}

struct Turned {
  vertices: u32,
  first: u32, // of the vertices whose normals are given
}
@group(0) @binding(0) var<uniform> turned: Turned;

@group(0) @binding(2) var<storage, read> given: array<f32>;
@group(0) @binding(3) var<storage, read_write> directions: array<f32>;

// The normals alone; those of the last vertices are given.
@compute @workgroup_size(64)
fn direct(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let v = item(id, groups);
  if (v >= turned.vertices) {
    return;
  }
  for (var k = 0u; k < 3u; k++) {
    if (v < turned.first) {
      directions[v * 3u + k] = unit[v][k];
    } else {
      directions[v * 3u + k] = given[(v - turned.first) * 3u + k];
    }
  }
}
