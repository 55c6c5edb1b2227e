// The triangle under every texel's centre, up to `reach` texels outside it, as `rasteriseTexels`.

struct Texture {
  triangles: u32,
  size: u32,
  height: u32,
  pass_: u32, // 0 finds the least distance, 1 the first triangle that has it
  reach: f32,
}
@group(0) @binding(0) var<uniform> texture: Texture;

@group(0) @binding(1) var<storage, read_write> ownerOf: array<u32>;
@group(0) @binding(2) var<storage, read_write> missOf: array<u32>;

// A thread empties one texel.
@compute @workgroup_size(64)
fn empty(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i < texture.size * texture.height) {
    ownerOf[i] = 0xffffffffu;
    missOf[i] = 0xffffffffu;
  }
}

@group(0) @binding(1) var<storage, read> uvs: array<vec2f>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> owners: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> misses: array<atomic<u32>>; // squared distance; positive floats are ordered as their bits are

struct Triangle {
  a: vec2f, // in texels, from the centre of the first
  u: vec2f, // to the other corners
  v: vec2f,
}

fn triangleOf(t: u32) -> Triangle {
  let scale = vec2f(f32(texture.size), f32(texture.height));
  let a = uvs[indices[t * 3u]] * scale - 0.5;
  return Triangle(a, uvs[indices[t * 3u + 1u]] * scale - 0.5 - a, uvs[indices[t * 3u + 2u]] * scale - 0.5 - a);
}

fn along(d: vec2f, p: vec2f) -> f32 {
  let squared = dot(d, d);
  return select(0.0, clamp(dot(p, d) / squared, 0.0, 1.0), squared > 0.0);
}

// Weights of corners 1 and 2 at the nearest point of a triangle, and its squared distance.
fn nearest(t: Triangle, texel: vec2f) -> vec3f {
  let p = texel - t.a;
  let area = t.u.x * t.v.y - t.u.y * t.v.x;
  let inside = vec2f(p.x * t.v.y - p.y * t.v.x, t.u.x * p.y - t.u.y * p.x) / area;
  if (area != 0.0 && inside.x >= 0.0 && inside.y >= 0.0 && inside.x + inside.y <= 1.0) {
    return vec3f(inside, 0.0);
  }
  let s = along(t.u, p);
  let r = along(t.v, p);
  let q = along(t.v - t.u, p - t.u);
  let toS = p - s * t.u;
  let toR = p - r * t.v;
  let toQ = p - t.u - q * (t.v - t.u);
  let d = vec3f(dot(toS, toS), dot(toR, toR), dot(toQ, toQ));
  if (d.x <= d.y && d.x <= d.z) {
    return vec3f(s, 0.0, d.x);
  }
  return select(vec3f(1.0 - q, q, d.z), vec3f(0.0, r, d.y), d.y <= d.z);
}

// A thread draws one triangle; of equal distances the lower one wins. Both passes are one pipeline, so that they compute the same bits.
@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= texture.triangles) {
    return;
  }
  let t = triangleOf(i);
  let last = vec2f(f32(texture.size), f32(texture.height)) - 1.0;
  let low = max(vec2f(0.0), ceil(t.a + min(vec2f(0.0), min(t.u, t.v)) - texture.reach));
  let high = min(last, floor(t.a + max(vec2f(0.0), max(t.u, t.v)) + texture.reach));
  for (var y = low.y; y <= high.y; y += 1.0) {
    for (var x = low.x; x <= high.x; x += 1.0) {
      let miss = nearest(t, vec2f(x, y)).z;
      if (miss > texture.reach * texture.reach) {
        continue;
      }
      let texel = u32(y) * texture.size + u32(x);
      if (texture.pass_ == 0u) {
        atomicMin(&misses[texel], bitcast<u32>(miss));
      } else if (atomicLoad(&misses[texel]) == bitcast<u32>(miss)) {
        atomicMin(&owners[texel], i);
      }
    }
  }
}

@group(0) @binding(3) var<storage, read> owned: array<u32>;
@group(0) @binding(4) var<storage, read_write> barycentrics: array<f32>;

// A thread computes one texel's barycentrics.
@compute @workgroup_size(64)
fn share(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= texture.size * texture.height) {
    return;
  }
  var shares = vec3f(0.0);
  if (owned[i] != 0xffffffffu) {
    let at = nearest(triangleOf(owned[i]), vec2f(f32(i % texture.size), f32(i / texture.size)));
    shares = vec3f(1.0 - at.x - at.y, at.xy);
  }
  barycentrics[i * 3u] = shares.x;
  barycentrics[i * 3u + 1u] = shares.y;
  barycentrics[i * 3u + 2u] = shares.z;
}
