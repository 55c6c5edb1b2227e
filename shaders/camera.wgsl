// Projects vertices into the pixels of a camera, and the gradient back. A thread works on one vertex.

struct Camera {
  count: u32,
  size: u32,
  unused1: u32,
  unused2: u32,
  right: vec4f,
  up: vec4f,
  back: vec4f,
  eye: vec4f, // and 1 / tan(fov / 2)
}
@group(0) @binding(0) var<uniform> camera: Camera;

@group(0) @binding(1) var<storage, read> positions: array<f32>;
@group(0) @binding(2) var<storage, read_write> screen: array<vec4f>; // u, v in pixels, depth, 1 / depth

// Right, up, and away from the camera.
fn seen(i: u32) -> vec3f {
  let p = vec3f(positions[i * 3u], positions[i * 3u + 1u], positions[i * 3u + 2u]) - camera.eye.xyz;
  return vec3f(dot(camera.right.xyz, p), dot(camera.up.xyz, p), -dot(camera.back.xyz, p));
}

@compute @workgroup_size(64)
fn project(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= camera.count) {
    return;
  }
  let p = seen(i);
  let half = 0.5 * f32(camera.size);
  let k = half * camera.eye.w / p.z;
  screen[i] = vec4f(half + k * p.x, half - k * p.y, p.z, 1.0 / p.z);
}

@group(0) @binding(2) var<storage, read> screenGradient: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> positionGradient: array<f32>;

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= camera.count) {
    return;
  }
  let p = seen(i);
  let d = screenGradient[i] * (0.5 * f32(camera.size) * camera.eye.w / p.z) * vec2f(1.0, -1.0);
  let away = -dot(d, p.xy) / p.z;
  let g = d.x * camera.right.xyz + d.y * camera.up.xyz - away * camera.back.xyz;
  positionGradient[i * 3u] += g.x;
  positionGradient[i * 3u + 1u] += g.y;
  positionGradient[i * 3u + 2u] += g.z;
}
