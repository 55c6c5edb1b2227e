// What is visible at every pixel, and the gradient of its barycentrics.

struct Picture {
  triangles: u32,
  size: u32,
  cull: u32,
  firstCard: u32, // triangles from here on are cards: seen from both sides, cut out by alpha
  alphaWidth: u32,
  alphaHeight: u32,
  cutoff: u32,
  pass_: u32, // 0 finds the nearest depth, 1 the first triangle that has it
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(1) var<storage, read> screen: array<vec4f>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> visible: array<atomic<u32>>; // triangle, all bits set for none
@group(0) @binding(4) var<storage, read_write> nearest: array<atomic<u32>>; // 1 / depth; positive floats are ordered as their bits are
@group(0) @binding(5) var<storage, read> uvs: array<vec2f>;
@group(0) @binding(6) var<storage, read> alpha: array<u32>; // four texels a word

const NEAR = 1e-3;

@group(0) @binding(1) var<storage, read_write> visibleOf: array<u32>;
@group(0) @binding(2) var<storage, read_write> nearestOf: array<u32>;

// A thread empties one pixel.
@compute @workgroup_size(64)
fn empty(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i < picture.size * picture.size) {
    visibleOf[i] = 0xffffffffu;
    nearestOf[i] = 0u;
  }
}

// Twice the signed area of (a, b, p), taken about p since float32 has no room for products of whole pictures; from both sides of an edge in
// the same order, so that no pixel falls between two triangles.
fn edge(a: vec4f, b: vec4f, p: vec2f) -> f32 {
  let swap = a.x > b.x || (a.x == b.x && a.y > b.y);
  let first = select(a.xy, b.xy, swap) - p;
  let second = select(b.xy, a.xy, swap) - p;
  let twice = first.x * second.y - first.y * second.x;
  return select(twice, -twice, swap);
}

fn edges(corner: array<vec4f, 3>, p: vec2f) -> vec3f {
  var corners = corner;
  var e: vec3f;
  for (var k = 0u; k < 3u; k++) {
    e[k] = edge(corners[(k + 1u) % 3u], corners[(k + 2u) % 3u], p);
  }
  return e;
}

fn texel(triangle: u32, shares: vec3f) -> u32 {
  var uv = vec2f(0.0);
  for (var k = 0u; k < 3u; k++) {
    uv += shares[k] * uvs[indices[triangle * 3u + k]];
  }
  let last = vec2i(i32(picture.alphaWidth), i32(picture.alphaHeight)) - 1;
  let at = clamp(vec2i(floor(uv * vec2f(f32(picture.alphaWidth), f32(picture.alphaHeight)))), vec2i(0), last);
  let i = u32(at.y) * picture.alphaWidth + u32(at.x);
  return (alpha[i / 4u] >> (8u * (i % 4u))) & 255u;
}

// A thread draws one triangle; equal depths go to the lower one. Both passes are one pipeline, so that they compute the same bits.
@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let t = item(id, groups);
  if (t >= picture.triangles) {
    return;
  }
  var corner: array<vec4f, 3>;
  for (var k = 0u; k < 3u; k++) {
    corner[k] = screen[indices[t * 3u + k]];
  }
  if (min(corner[0].z, min(corner[1].z, corner[2].z)) <= NEAR) {
    return;
  }
  let area = edge(corner[0], corner[1], corner[2].xy);
  let card = t >= picture.firstCard;
  if (area == 0.0 || (picture.cull != 0u && area > 0.0 && !card)) {
    return;
  }
  let inverse = vec3f(corner[0].w, corner[1].w, corner[2].w);
  let last = f32(picture.size) - 1.0;
  let low = max(vec2f(0.0), ceil(min(corner[0].xy, min(corner[1].xy, corner[2].xy)) - 0.5));
  let high = min(vec2f(last), floor(max(corner[0].xy, max(corner[1].xy, corner[2].xy)) - 0.5));
  for (var y = low.y; y <= high.y; y += 1.0) {
    for (var x = low.x; x <= high.x; x += 1.0) {
      let e = edges(corner, vec2f(x, y) + 0.5) * sign(area);
      if (any(e < vec3f(0.0))) {
        continue;
      }
      let scaled = e / abs(area) * inverse;
      let near = scaled.x + scaled.y + scaled.z;
      if (card && texel(t, scaled / near) < picture.cutoff) {
        continue;
      }
      let pixel = u32(y) * picture.size + u32(x);
      let bits = bitcast<u32>(near);
      if (picture.pass_ == 0u) {
        atomicMax(&nearest[pixel], bits);
      } else if (bits != 0u && atomicLoad(&nearest[pixel]) == bits) {
        atomicMin(&visible[pixel], t);
      }
    }
  }
}

@group(0) @binding(3) var<storage, read> seen: array<u32>;
@group(0) @binding(4) var<storage, read_write> barycentrics: array<f32>;

// A thread computes the perspective-correct barycentrics of one pixel.
@compute @workgroup_size(64)
fn share(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.size * picture.size) {
    return;
  }
  let t = seen[i];
  var shares = vec3f(0.0);
  if (t != 0xffffffffu) {
    var corner: array<vec4f, 3>;
    for (var k = 0u; k < 3u; k++) {
      corner[k] = screen[indices[t * 3u + k]];
    }
    let e = edges(corner, vec2f(f32(i % picture.size), f32(i / picture.size)) + 0.5);
    shares = e * vec3f(corner[0].w, corner[1].w, corner[2].w);
    shares /= shares.x + shares.y + shares.z;
  }
  barycentrics[i * 3u] = shares.x;
  barycentrics[i * 3u + 1u] = shares.y;
  barycentrics[i * 3u + 2u] = shares.z;
}

@group(0) @binding(4) var<storage, read> vertices: array<vec4f>; // screen
@group(0) @binding(5) var<storage, read> corners: array<u32>; // indices
@group(0) @binding(6) var<storage, read> shares: array<f32>; // barycentrics
@group(0) @binding(7) var<storage, read> shareGradient: array<f32>;

// A thread adds one pixel's part to the sums of u and v of its triangle's corners; depths are held.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= picture.size * picture.size || seen[i] == 0xffffffffu) {
    return;
  }
  let d = vec3f(shareGradient[i * 3u], shareGradient[i * 3u + 1u], shareGradient[i * 3u + 2u]);
  if (all(d == vec3f(0.0))) {
    return;
  }
  let p = vec2f(f32(i % picture.size), f32(i / picture.size)) + 0.5;
  let v = vec3u(corners[seen[i] * 3u], corners[seen[i] * 3u + 1u], corners[seen[i] * 3u + 2u]);
  let a = vertices[v.x].xy - p;
  let b = vertices[v.y].xy - p;
  let c = vertices[v.z].xy - p;
  let inverse = vec3f(vertices[v.x].w, vertices[v.y].w, vertices[v.z].w);
  // share_k = e_k·i_k / S with S = Σ e_k·i_k, e_a = b × c … about the pixel.
  let total = dot(vec3f(b.x * c.y - b.y * c.x, c.x * a.y - c.y * a.x, a.x * b.y - a.y * b.x), inverse);
  let mean = dot(d, vec3f(shares[i * 3u], shares[i * 3u + 1u], shares[i * 3u + 2u]));
  let e = (d - mean) * inverse / total;
  addTo(v.x * 2u, e.z * b.y - e.y * c.y);
  addTo(v.x * 2u + 1u, e.y * c.x - e.z * b.x);
  addTo(v.y * 2u, e.x * c.y - e.z * a.y);
  addTo(v.y * 2u + 1u, e.z * a.x - e.x * c.x);
  addTo(v.z * 2u, e.y * a.y - e.x * b.y);
  addTo(v.z * 2u + 1u, e.x * b.x - e.y * a.x);
}
