// Antialiasing of silhouettes after Laine et al. 2020: where a silhouette edge crosses the line between two pixel centres, the pixel it cuts
// into takes a share of the other's colour. As `runtime/render/antialias.ts`; seams come in any order, their sums do not depend on it.

struct Picture {
  size: u32,
  channels: u32,
  corners: u32,
  vertices: u32,
  capacity: u32, // seams that there is room for
}
@group(0) @binding(0) var<uniform> picture: Picture;

@group(0) @binding(1) var<storage, read> screen: array<vec4f>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read> fans: array<u32>;
@group(0) @binding(4) var<storage, read> triangles: array<i32>;
@group(0) @binding(5) var<storage, read> inverseDepth: array<f32>;
// How many there are, then for each: near pixel, far pixel, two vertices of the edge, distance of the crossing from the near centre (f32).
@group(0) @binding(6) var<storage, read_write> found: array<atomic<u32>>;

const LONGEST_WALK = 64;

// Counter-clockwise to the viewer; v points down.
fn faces(triangle: u32) -> bool {
  let a = screen[indices[triangle * 3u]].xy;
  let b = screen[indices[triangle * 3u + 1u]].xy - a;
  let c = screen[indices[triangle * 3u + 2u]].xy - a;
  return b.x * c.y - b.y * c.x < 0.0;
}

// The triangle on the other side of edge p–q; −1 on a border.
fn neighbour(triangle: u32, p: u32, q: u32) -> i32 {
  for (var i = fans[p]; i < fans[p + 1u]; i++) {
    let t = fans[picture.vertices + 1u + i] / 3u;
    if (t != triangle && (indices[t * 3u] == q || indices[t * 3u + 1u] == q || indices[t * 3u + 2u] == q)) {
      return i32(t);
    }
  }
  return -1;
}

// Whether any triangle at a vertex faces away: of an open surface's border only what turns away there is a silhouette.
fn turns(vertex: u32) -> bool {
  for (var i = fans[vertex]; i < fans[vertex + 1u]; i++) {
    if (!faces(fans[picture.vertices + 1u + i] / 3u)) {
      return true;
    }
  }
  return false;
}

// Walks over the mesh from a pixel along its line: does the surface that is seen there end at edge p–q?
fn reaches(start: i32, p: u32, q: u32, along: u32, line: f32, centre: f32, direction: f32) -> bool {
  var t = start;
  for (var step = 0; step < LONGEST_WALK && t >= 0; step++) {
    var farthest = -1e30;
    var exit = vec2u(0u);
    for (var k = 0u; k < 3u; k++) {
      let pair = vec2u(indices[u32(t) * 3u + k], indices[u32(t) * 3u + (k + 1u) % 3u]);
      let a = screen[pair.x];
      let b = screen[pair.y];
      if ((a[1u - along] < line) == (b[1u - along] < line)) {
        continue;
      }
      let w = (line - a[1u - along]) / (b[1u - along] - a[1u - along]);
      let distance = direction * (a[along] + w * (b[along] - a[along]) - centre);
      if (distance > farthest) {
        farthest = distance;
        exit = pair;
      }
    }
    if (all(exit == vec2u(p, q)) || all(exit == vec2u(q, p))) {
      return true;
    }
    if (farthest < 0.0 || farthest > 1.0) {
      return false;
    }
    t = neighbour(u32(t), exit.x, exit.y);
    if (t >= 0 && !faces(u32(t))) {
      return false;
    }
  }
  return false;
}

// A thread looks for the seams of the edge that starts at one corner.
@compute @workgroup_size(64)
fn find(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let corner = item(id, groups);
  if (corner >= picture.corners || !faces(corner / 3u)) {
    return;
  }
  let p = indices[corner];
  let q = indices[select(corner + 1u, corner - 2u, corner % 3u == 2u)];
  let other = neighbour(corner / 3u, p, q);
  if ((other >= 0 && faces(u32(other))) || !turns(p) || !turns(q)) {
    return;
  }
  let a = screen[p];
  let b = screen[q];
  let d = b.xy - a.xy;
  let steep = abs(d.y) >= abs(d.x);
  let along = select(1u, 0u, steep);
  let pa = a[1u - along];
  let pb = b[1u - along];
  let inner = select(-1, 1, (steep && d.y > 0.0) || (!steep && d.x < 0.0));
  let last = i32(picture.size) - 1;
  for (var i = max(0, i32(ceil(min(pa, pb) - 0.5))); i <= min(last, i32(floor(max(pa, pb) - 0.5))); i++) {
    let line = f32(i) + 0.5;
    if ((pa < line) == (pb < line)) {
      continue;
    }
    let w = (line - pa) / (pb - pa);
    let at = a[along] + w * (b[along] - a[along]);
    let near = i32(select(floor(at - 0.5), ceil(at - 0.5), inner > 0));
    let far = near - inner;
    if (min(near, far) < 0 || max(near, far) > last) {
      continue;
    }
    let size = i32(picture.size);
    let nearPixel = u32(select(near * size + i, i * size + near, steep));
    let farPixel = u32(select(far * size + i, i * size + far, steep));
    let centre = f32(near) + 0.5;
    if (inverseDepth[farPixel] >= a.w + w * (b.w - a.w)) {
      continue;
    }
    if (!reaches(triangles[nearPixel], p, q, along, line, centre, -f32(inner))) {
      continue;
    }
    let place = atomicAdd(&found[0], 1u);
    if (place < picture.capacity) {
      atomicStore(&found[1u + place * 5u], nearPixel);
      atomicStore(&found[2u + place * 5u], farPixel);
      atomicStore(&found[3u + place * 5u], p);
      atomicStore(&found[4u + place * 5u], q);
      atomicStore(&found[5u + place * 5u], bitcast<u32>(f32(inner) * (centre - at)));
    }
  }
}

@group(0) @binding(3) var<storage, read> seams: array<u32>;
@group(0) @binding(4) var<storage, read> image: array<f32>;
@group(0) @binding(5) var<storage, read> outputGradient: array<f32>;
@group(0) @binding(6) var<storage, read> vertices: array<vec4f>; // screen

struct Seam {
  near: u32, // first channel
  far: u32,
  to: u32, // whichever is blended
  share: f32, // of the far pixel that the near surface covers, or less than 0
}

fn seam(i: u32) -> Seam {
  let share = bitcast<f32>(seams[5u + i * 5u]) - 0.5;
  let near = seams[1u + i * 5u] * picture.channels;
  let far = seams[2u + i * 5u] * picture.channels;
  return Seam(near, far, select(near, far, share > 0.0), share);
}

fn beyond(i: u32) -> bool {
  return i >= min(seams[0], picture.capacity);
}

// A thread adds what one seam changes to the sums of the image.
@compute @workgroup_size(64)
fn blend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (beyond(i)) {
    return;
  }
  let s = seam(i);
  for (var k = 0u; k < picture.channels; k++) {
    addTo(s.to + k, s.share * (image[s.near + k] - image[s.far + k]));
  }
}

@group(0) @binding(4) var<storage, read> outputGradientOf: array<f32>;

// A thread adds what one seam changes in the image's gradient, which else is the output's, to its sums.
@compute @workgroup_size(64)
fn imageBackward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (beyond(i)) {
    return;
  }
  let s = seam(i);
  for (var k = 0u; k < picture.channels; k++) {
    let d = s.share * outputGradientOf[s.to + k];
    addTo(s.near + k, d);
    addTo(s.far + k, -d);
  }
}

// A thread adds one seam's part to the sums of u and v of its edge.
@compute @workgroup_size(64)
fn screenBackward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (beyond(i)) {
    return;
  }
  let s = seam(i);
  var d = 0.0;
  for (var k = 0u; k < picture.channels; k++) {
    d += outputGradient[s.to + k] * (image[s.near + k] - image[s.far + k]);
  }
  let near = seams[1u + i * 5u];
  let far = seams[2u + i * 5u];
  let p = seams[3u + i * 5u];
  let q = seams[4u + i * 5u];
  let along = select(1u, 0u, near + 1u == far || far + 1u == near);
  let line = f32(select(near % picture.size, near / picture.size, along == 0u)) + 0.5;
  let a = vertices[p];
  let b = vertices[q];
  let across = b[1u - along] - a[1u - along];
  let w = (line - a[1u - along]) / across;
  d = select(-d, d, far > near);
  let slope = d * (b[along] - a[along]) / across;
  addTo(p * 2u + along, d * (1.0 - w));
  addTo(q * 2u + along, d * w);
  addTo(p * 2u + 1u - along, -slope * (1.0 - w));
  addTo(q * 2u + 1u - along, -slope * w);
}
