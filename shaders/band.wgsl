// Distances and offsets of a tetrahedral grid's band from what a field says, and the gradient back. A thread works on one vertex of the band.

struct Band {
  count: u32,
  range: f32, // of distances about the template's
  limit: f32, // of offsets
}
@group(0) @binding(0) var<uniform> band: Band;

@group(0) @binding(1) var<storage, read> outputs: array<f32>; // of the field, [band, 4]
@group(0) @binding(2) var<storage, read> vertices: array<u32>;
@group(0) @binding(3) var<storage, read> base: array<f32>; // the template's distances
@group(0) @binding(4) var<storage, read_write> sdf: array<f32>;
@group(0) @binding(5) var<storage, read_write> offsets: array<f32>;

// tanh of large numbers may overflow; from 10 on it is 1.
fn bounded(x: f32) -> f32 {
  return tanh(clamp(x, -10.0, 10.0));
}

@compute @workgroup_size(64)
fn lay(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= band.count) {
    return;
  }
  let vertex = vertices[i];
  sdf[vertex] = base[vertex] + band.range * bounded(outputs[i * 4u]);
  for (var axis = 0u; axis < 3u; axis++) {
    offsets[vertex * 3u + axis] = band.limit * bounded(outputs[i * 4u + 1u + axis]);
  }
}

@group(0) @binding(2) var<storage, read_write> gradient: array<f32>; // [band, 4] of the distance, then of the offset before its limit

// From the gradient of the distance to that of the field's output, in place.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= band.count) {
    return;
  }
  let change = bounded(outputs[i * 4u]);
  gradient[i * 4u] *= band.range * (1.0 - change * change);
}
