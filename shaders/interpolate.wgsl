// Attributes of vertices at pixels, and the gradient back. A thread works on one pixel.

struct Picture {
  pixels: u32,
  channels: u32,
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(3) var<storage, read> triangles: array<i32>;
@group(0) @binding(4) var<storage, read> barycentrics: array<f32>;
@group(0) @binding(5) var<storage, read> indices: array<u32>;
@group(0) @binding(1) var<storage, read> attributes: array<f32>;
@group(0) @binding(2) var<storage, read_write> image: array<f32>;

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.pixels) {
    return;
  }
  let t = triangles[i];
  for (var k = 0u; k < picture.channels; k++) {
    var value = 0.0;
    if (t >= 0) {
      for (var c = 0u; c < 3u; c++) {
        value += barycentrics[i * 3u + c] * attributes[indices[u32(t) * 3u + c] * picture.channels + k];
      }
    }
    image[i * picture.channels + k] = value;
  }
}

@group(0) @binding(6) var<storage, read> attributesOf: array<f32>;
@group(0) @binding(7) var<storage, read> imageGradient: array<f32>;
@group(0) @binding(8) var<storage, read_write> barycentricGradient: array<f32>;

// Adds to the sums of the attributes, sets the gradient of the barycentrics.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.pixels) {
    return;
  }
  let t = triangles[i];
  for (var c = 0u; c < 3u; c++) {
    var share = 0.0;
    if (t >= 0) {
      let first = indices[u32(t) * 3u + c] * picture.channels;
      for (var k = 0u; k < picture.channels; k++) {
        let d = imageGradient[i * picture.channels + k];
        addTo(first + k, barycentrics[i * 3u + c] * d);
        share += attributesOf[first + k] * d;
      }
    }
    barycentricGradient[i * 3u + c] = share;
  }
}
