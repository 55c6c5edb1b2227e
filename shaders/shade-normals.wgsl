// Normal maps as a camera sees them: n·0.5 + 0.5 of the unit normal, grey where nothing is; a fourth channel is coverage. And the gradient
// back. A thread works on one pixel.

struct View {
  pixels: u32,
  channels: u32,
  unused1: u32,
  unused2: u32,
  right: vec4f,
  up: vec4f,
  back: vec4f,
}
@group(0) @binding(0) var<uniform> view: View;

@group(0) @binding(1) var<storage, read> normals: array<f32>;
@group(0) @binding(2) var<storage, read_write> image: array<f32>;
@group(0) @binding(3) var<storage, read> triangles: array<i32>;
@group(0) @binding(4) var<storage, read> barycentrics: array<f32>;
@group(0) @binding(5) var<storage, read> indices: array<u32>;

const LEAST = 1e-12;

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= view.pixels) {
    return;
  }
  let t = triangles[i];
  var n = vec3f(0.0);
  if (t >= 0) {
    for (var c = 0u; c < 3u; c++) {
      let v = indices[u32(t) * 3u + c] * 3u;
      n += barycentrics[i * 3u + c] * vec3f(normals[v], normals[v + 1u], normals[v + 2u]);
    }
  }
  n /= sqrt(max(dot(n, n), LEAST));
  let at = i * view.channels;
  image[at] = 0.5 + 0.5 * dot(view.right.xyz, n);
  image[at + 1u] = 0.5 + 0.5 * dot(view.up.xyz, n);
  image[at + 2u] = 0.5 + 0.5 * dot(view.back.xyz, n);
  if (view.channels == 4u) {
    image[at + 3u] = f32(t >= 0);
  }
}

@group(0) @binding(6) var<storage, read> normalsOf: array<f32>;
@group(0) @binding(7) var<storage, read> imageGradient: array<f32>;
@group(0) @binding(8) var<storage, read_write> barycentricGradient: array<f32>;

// Adds to the sums of the normals, sets the gradient of the barycentrics.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= view.pixels) {
    return;
  }
  let t = triangles[i];
  var shares = vec3f(0.0);
  if (t >= 0) {
    var n = vec3f(0.0);
    var corner: array<vec3f, 3>;
    for (var c = 0u; c < 3u; c++) {
      let v = indices[u32(t) * 3u + c] * 3u;
      corner[c] = vec3f(normalsOf[v], normalsOf[v + 1u], normalsOf[v + 2u]);
      n += barycentrics[i * 3u + c] * corner[c];
    }
    let squared = dot(n, n);
    let scale = 1.0 / sqrt(max(squared, LEAST));
    let at = i * view.channels;
    var d = 0.5 * scale * (imageGradient[at] * view.right.xyz + imageGradient[at + 1u] * view.up.xyz + imageGradient[at + 2u] * view.back.xyz);
    if (squared > LEAST) {
      d -= n * (scale * scale * dot(n, d));
    }
    for (var c = 0u; c < 3u; c++) {
      let v = indices[u32(t) * 3u + c] * 3u;
      let share = barycentrics[i * 3u + c];
      addTo(v, share * d.x);
      addTo(v + 1u, share * d.y);
      addTo(v + 2u, share * d.z);
      shares[c] = dot(corner[c], d);
    }
  }
  barycentricGradient[i * 3u] = shares.x;
  barycentricGradient[i * 3u + 1u] = shares.y;
  barycentricGradient[i * 3u + 2u] = shares.z;
}
