// Colours of a field where a surface is seen, over a plain background, and the gradient back.

struct Picture {
  pixels: u32,
  known: u32, // pixels that show the surface
  blended: u32, // whether an edit's parent shows through
  red: f32,
  green: f32,
  blue: f32,
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read> outputs: array<f32>; // of the field, at known pixels
@group(0) @binding(3) var<storage, read> parent: array<f32>; // of the parent's
@group(0) @binding(4) var<storage, read> weights: array<vec4f>; // w: of the field's own colour
@group(0) @binding(5) var<storage, read_write> image: array<f32>;

fn sigmoid(x: f32) -> f32 {
  return 1.0 / (1.0 + exp(-x));
}

// A thread works on one pixel.
@compute @workgroup_size(64)
fn compose(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.pixels) {
    return;
  }
  var color = vec3f(picture.red, picture.green, picture.blue);
  if (places[i + 1u] > places[i]) {
    for (var k = 0u; k < 3u; k++) {
      let at = places[i] * 3u + k;
      color[k] = sigmoid(outputs[at]);
      if (picture.blended == 1u) {
        color[k] = mix(sigmoid(parent[at]), color[k], weights[places[i]].w);
      }
    }
  }
  for (var k = 0u; k < 3u; k++) {
    image[i * 3u + k] = color[k];
  }
}

@group(0) @binding(1) var<storage, read> pixelOf: array<u32>;
@group(0) @binding(3) var<storage, read> imageGradient: array<f32>;
@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;

// A thread works on one number of a known pixel.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.known * 3u) {
    return;
  }
  let color = sigmoid(outputs[i]);
  gradient[i] = weights[i / 3u].w * imageGradient[pixelOf[i / 3u] * 3u + i % 3u] * color * (1.0 - color);
}
