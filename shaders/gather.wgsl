// The pixels that show something, close together, with what a field is asked there. A thread works on one pixel.

struct Picture {
  pixels: u32,
  first: u32, // points before those of the pixels
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(1) var<storage, read> triangles: array<i32>;
@group(0) @binding(2) var<storage, read_write> flags: array<u32>;

@compute @workgroup_size(64)
fn cover(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i < picture.pixels) {
    flags[i] = u32(triangles[i] >= 0);
  }
}

@group(0) @binding(2) var<storage, read> barycentrics: array<f32>;
@group(0) @binding(3) var<storage, read> indices: array<u32>;
@group(0) @binding(4) var<storage, read> vertices: array<f32>; // [vertices, 7]: place, a parent's value, weight
@group(0) @binding(5) var<storage, read> places: array<u32>; // [pixels + 1] prefix sums of the flags
@group(0) @binding(6) var<storage, read_write> points: array<f32>; // [first + known, 3], within the cube
@group(0) @binding(7) var<storage, read_write> pixelOf: array<u32>; // [known]
@group(0) @binding(8) var<storage, read_write> parents: array<vec4f>; // [known] the parent's value, weight

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.pixels || places[i + 1u] == places[i]) {
    return;
  }
  var values: array<f32, 7>;
  for (var c = 0u; c < 3u; c++) {
    let v = indices[u32(triangles[i]) * 3u + c] * 7u;
    for (var k = 0u; k < 7u; k++) {
      values[k] += barycentrics[i * 3u + c] * vertices[v + k];
    }
  }
  let at = places[i];
  for (var k = 0u; k < 3u; k++) {
    points[(picture.first + at) * 3u + k] = clamp(values[k], -1.0, 1.0);
  }
  pixelOf[at] = i;
  parents[at] = vec4f(values[3], values[4], values[5], values[6]);
}
