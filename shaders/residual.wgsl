// Drawn colours of a layered head under a soft light, with what is learned of its skin's, and the gradient back.

struct Picture {
  pixels: u32,
  triangles: u32,
  known: u32, // pixels that show skin
  anchors: u32, // points over which the residual has no mean; they come before those of the pixels
  bound: f32,
  decay: f32,
  ambient: f32,
  camera: f32,
  above: f32,
  backX: f32,
  backY: f32,
  backZ: f32,
  red: f32,
  green: f32,
  blue: f32,
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(1) var<storage, read> triangles: array<i32>;
@group(0) @binding(2) var<storage, read> barycentrics: array<f32>;
@group(0) @binding(3) var<storage, read> indices: array<u32>;
@group(0) @binding(4) var<storage, read> vertices: array<f32>; // [vertices, 5]: texture coordinate, normal
@group(0) @binding(5) var<storage, read> parts: array<u32>; // [triangles] part of each; then width, height and first texel of each part
@group(0) @binding(6) var<storage, read> texels: array<f32>; // [texels, 3]
@group(0) @binding(7) var<storage, read_write> drawn: array<vec4f>; // [pixels] colour, light
@group(0) @binding(8) var<storage, read_write> flags: array<u32>; // [pixels] 1 where skin is seen

fn texel(first: u32, at: u32) -> vec3f {
  let i = (first + at) * 3u;
  return vec3f(texels[i], texels[i + 1u], texels[i + 2u]);
}

// A thread works on one pixel.
@compute @workgroup_size(64)
fn paint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.pixels) {
    return;
  }
  let t = triangles[i];
  flags[i] = 0u;
  if (t < 0) {
    drawn[i] = vec4f(picture.red, picture.green, picture.blue, 1.0);
    return;
  }
  var uv = vec2f(0.0);
  var n = vec3f(0.0);
  for (var c = 0u; c < 3u; c++) {
    let v = indices[u32(t) * 3u + c] * 5u;
    let share = barycentrics[i * 3u + c];
    uv += share * vec2f(vertices[v], vertices[v + 1u]);
    n += share * vec3f(vertices[v + 2u], vertices[v + 3u], vertices[v + 4u]);
  }
  let part = parts[t];
  let at = picture.triangles + part * 3u;
  let size = vec2u(parts[at], parts[at + 1u]);
  let first = parts[at + 2u];
  let place = clamp(uv * vec2f(size) - 0.5, vec2f(0.0), vec2f(size - 1u));
  let low = vec2u(floor(place));
  let high = min(low + 1u, size - 1u);
  let share = place - vec2f(low);
  let upper = mix(texel(first, low.y * size.x + low.x), texel(first, low.y * size.x + high.x), share.x);
  let lower = mix(texel(first, high.y * size.x + low.x), texel(first, high.y * size.x + high.x), share.x);
  let length_ = length(n);
  let toCamera = max(0.0, dot(n, vec3f(picture.backX, picture.backY, picture.backZ)));
  let light = picture.ambient + (picture.camera * toCamera + picture.above * n.y) / select(1.0, length_, length_ > 0.0);
  drawn[i] = vec4f(mix(upper, lower, share.y), light);
  flags[i] = u32(part == 0u);
}

@group(0) @binding(1) var<storage, read> outputs: array<f32>;
@group(0) @binding(2) var<storage, read_write> squashed: array<f32>;

// tanh of the field's outputs, which may overflow for large ones; from 10 on it is 1. A thread works on one number.
@compute @workgroup_size(64)
fn squash(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i < (picture.anchors + picture.known) * 3u) {
    squashed[i] = tanh(clamp(outputs[i], -10.0, 10.0));
  }
}

const RUN = 256u;

@group(0) @binding(1) var<storage, read> shares: array<f32>; // [anchors + known, 3]
@group(0) @binding(2) var<storage, read_write> totals: array<f32>;

var<workgroup> lanes: array<vec3f, 64>;

fn share3(i: u32) -> vec3f {
  return vec3f(shares[i * 3u], shares[i * 3u + 1u], shares[i * 3u + 2u]);
}

fn addUp(local: u32) -> vec3f {
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) {
      lanes[local] += lanes[local + half];
    }
  }
  workgroupBarrier();
  return lanes[0];
}

// [3] the anchors' mean. One workgroup, always in the same order.
@compute @workgroup_size(64)
fn level(@builtin(local_invocation_index) local: u32) {
  var sum = vec3f(0.0);
  for (var i = local; i < picture.anchors; i += 64u) {
    sum += share3(i);
  }
  lanes[local] = sum;
  sum = addUp(local);
  if (local == 0u) {
    for (var k = 0u; k < 3u; k++) {
      totals[k] = sum[k] / f32(picture.anchors);
    }
  }
}

@group(0) @binding(2) var<storage, read> mean: array<f32>; // the anchors' mean
@group(0) @binding(3) var<storage, read> drawnOf: array<vec4f>;
@group(0) @binding(4) var<storage, read> places: array<u32>; // see gather.wgsl
@group(0) @binding(5) var<storage, read> parents: array<vec4f>; // an edit's parent's residual, share of the own
@group(0) @binding(6) var<storage, read_write> image: array<f32>;
@group(0) @binding(7) var<storage, read_write> gains: array<f32>; // [known, 3] what a colour gains from the residual

// A thread works on one pixel.
@compute @workgroup_size(64)
fn compose(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.pixels) {
    return;
  }
  let light = drawnOf[i].w;
  var color = drawnOf[i].rgb;
  if (places[i + 1u] > places[i]) {
    let at = places[i];
    let old = parents[at];
    let own = picture.bound * (share3(picture.anchors + at) - vec3f(mean[0], mean[1], mean[2]));
    color += old.xyz + old.w * (own - old.xyz);
    for (var k = 0u; k < 3u; k++) {
      gains[at * 3u + k] = select(0.0, light * old.w, color[k] >= 0.0 && color[k] <= 1.0);
    }
    color = clamp(color, vec3f(0.0), vec3f(1.0));
  }
  for (var k = 0u; k < 3u; k++) {
    image[i * 3u + k] = light * color[k];
  }
}

@group(0) @binding(3) var<storage, read> imageGradient: array<f32>;
@group(0) @binding(4) var<storage, read> pixelOf: array<u32>;
@group(0) @binding(6) var<storage, read> gainsOf: array<f32>;
@group(0) @binding(7) var<storage, read_write> slopes: array<f32>; // [anchors + known, 3]

// Gradient of the residual at skin's pixels, with that of its decay. A thread works on one number.
@compute @workgroup_size(64)
fn slope(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.known * 3u) {
    return;
  }
  let residual = shares[picture.anchors * 3u + i] - mean[i % 3u];
  let shrink = 2.0 * picture.decay * parents[i / 3u].w * residual / f32(picture.known);
  slopes[picture.anchors * 3u + i] = picture.bound * gainsOf[i] * imageGradient[pixelOf[i / 3u] * 3u + i % 3u] + shrink;
}

// A thread sums the slopes of one run of pixels: `shares` are slopes here, and `totals` [runs, 3].
@compute @workgroup_size(64)
fn sumRuns(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let run = item(id, groups);
  if (run * RUN >= picture.known) {
    return;
  }
  var total = vec3f(0.0);
  for (var i = run * RUN; i < min(picture.known, (run + 1u) * RUN); i++) {
    total += share3(picture.anchors + i);
  }
  for (var k = 0u; k < 3u; k++) {
    totals[run * 3u + k] = total[k];
  }
}

@group(0) @binding(2) var<storage, read> runs: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;

// The anchors' share of the gradient, then through tanh, in place. Every workgroup sums the runs anew; a thread works on one number.
@compute @workgroup_size(64)
fn finish(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = item(id, groups);
  let firstOfGroup = i - local;
  if (firstOfGroup < picture.anchors * 3u) {
    var sum = vec3f(0.0);
    for (var run = local; run * RUN < picture.known; run += 64u) {
      sum += vec3f(runs[run * 3u], runs[run * 3u + 1u], runs[run * 3u + 2u]);
    }
    lanes[local] = sum;
  }
  let total = addUp(local) / f32(picture.anchors);
  if (i >= (picture.anchors + picture.known) * 3u) {
    return;
  }
  if (i < picture.anchors * 3u) {
    gradient[i] = -total[i % 3u];
  }
  gradient[i] *= 1.0 - shares[i] * shares[i];
}
