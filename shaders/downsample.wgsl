// Halves an image by averaging 2×2 pixels, and the gradient back. A thread works on one number of what it writes.

struct Picture {
  size: u32, // of the large image
  channels: u32,
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  let half = picture.size / 2u;
  if (i >= half * half * picture.channels) {
    return;
  }
  let pixel = i / picture.channels;
  let row = picture.size * picture.channels;
  let at = pixel / half * 2u * row + pixel % half * 2u * picture.channels + i % picture.channels;
  output[i] = 0.25 * (input[at] + input[at + picture.channels] + input[at + row] + input[at + row + picture.channels]);
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.size * picture.size * picture.channels) {
    return;
  }
  let pixel = i / picture.channels;
  let source = pixel / picture.size / 2u * (picture.size / 2u) + pixel % picture.size / 2u;
  output[i] = 0.25 * input[source * picture.channels + i % picture.channels];
}
