/** Analytic antialiasing of silhouettes. A seam is five words: near pixel, far pixel, two vertices of an edge, crossing (f32). */

const SEAM: usize = 20;

/** Groups the corners of all triangles by vertex. */
export function vertexFans(indices: usize, triangleCount: u32, vertexCount: u32, starts: usize, corners: usize): void {
  const count = <usize>triangleCount * 3;
  memory.fill(starts, 0, (<usize>vertexCount + 1) << 2);
  for (let i: usize = 0; i < count; i++) {
    const at = starts + (<usize>load<u32>(indices + (i << 2)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let total: u32 = 0;
  for (let v: usize = 0; v <= <usize>vertexCount; v++) {
    const n = load<u32>(starts + (v << 2));
    store<u32>(starts + (v << 2), total);
    total += n;
  }
  // Filling moves every start to its end, which is the start of the next vertex; shift back afterwards.
  for (let i: usize = 0; i < count; i++) {
    const at = starts + (<usize>load<u32>(indices + (i << 2)) << 2);
    const place = load<u32>(at);
    store<u32>(corners + (<usize>place << 2), <u32>i);
    store<u32>(at, place + 1);
  }
  memory.copy(starts + 4, starts, <usize>vertexCount << 2);
  store<u32>(starts, 0);
}

/** The triangle on the other side of edge p–q; −1 on a border. */
function neighbour(triangle: u32, p: u32, q: u32, indices: usize, starts: usize, corners: usize): i32 {
  const end = load<u32>(starts + (<usize>p << 2), 4);
  for (let i = load<u32>(starts + (<usize>p << 2)); i < end; i++) {
    const t = load<u32>(corners + (<usize>i << 2)) / 3;
    if (t == triangle) continue;
    const at = indices + <usize>t * 12;
    if (load<u32>(at) == q || load<u32>(at, 4) == q || load<u32>(at, 8) == q) return <i32>t;
  }
  return -1;
}

/** Counter-clockwise to the viewer; v points down. */
function facesViewer(triangle: u32, indices: usize, screen: usize): bool {
  const at = indices + <usize>triangle * 12;
  const p = screen + (<usize>load<u32>(at) << 4);
  const q = screen + (<usize>load<u32>(at, 4) << 4);
  const r = screen + (<usize>load<u32>(at, 8) << 4);
  const x = load<f32>(p);
  const y = load<f32>(p, 4);
  return (load<f32>(q) - x) * (load<f32>(r, 4) - y) - (load<f32>(q, 4) - y) * (load<f32>(r) - x) < 0;
}

/** Flags of a vertex: it has triangles that face the viewer, and ones that do not. */
const FRONT: u8 = 1;
const BACK: u8 = 2;

/**
 * Blends `image` into `output` and lists the seams, at most `capacity`; returns how many. `flags` holds a byte for every vertex.
 *
 * The mesh is closed. A silhouette edge lies between a triangle that faces the viewer and one that does not. Wherever it crosses the line between
 * two pixel centres it makes a seam, if the pixel on its inner side shows the surface that ends there.
 */
export function antialias(
  size: u32,
  channels: u32,
  image: usize,
  triangles: usize,
  inverseDepth: usize,
  screen: usize,
  indices: usize,
  triangleCount: u32,
  vertexCount: u32,
  starts: usize,
  corners: usize,
  flags: usize,
  output: usize,
  seams: usize,
  capacity: u32,
): u32 {
  memory.copy(output, image, (<usize>size * size * channels) << 2);
  memory.fill(flags, 0, vertexCount);
  for (let t: u32 = 0; t < triangleCount; t++) {
    const flag = facesViewer(t, indices, screen) ? FRONT : BACK;
    for (let k: usize = 0; k < 12; k += 4) {
      const at = flags + load<u32>(indices + <usize>t * 12 + k);
      store<u8>(at, load<u8>(at) | flag);
    }
  }
  let count: u32 = 0;
  for (let t: u32 = 0; t < triangleCount; t++) {
    const corner = indices + <usize>t * 12;
    for (let k: usize = 0; k < 12; k += 4) {
      const p = load<u32>(corner + k);
      const q = load<u32>(corner + (k == 8 ? 0 : k + 4));
      if ((load<u8>(flags + p) & load<u8>(flags + q)) != (FRONT | BACK)) continue;
      if (!facesViewer(t, indices, screen)) break;
      const other = neighbour(t, p, q, indices, starts, corners);
      if (other >= 0 && facesViewer(other, indices, screen)) continue;
      count += edgeSeams(t, p, q, size, channels, image, triangles, inverseDepth, screen, indices, starts, corners, output, seams + <usize>count * SEAM, capacity - count);
    }
  }
  return count;
}

/** Seams of one silhouette edge: one for every line of pixel centres that it crosses, rows for a steep edge, else columns. */
function edgeSeams(
  triangle: u32,
  p: u32,
  q: u32,
  size: u32,
  channels: u32,
  image: usize,
  triangles: usize,
  inverseDepth: usize,
  screen: usize,
  indices: usize,
  starts: usize,
  corners: usize,
  output: usize,
  seams: usize,
  capacity: u32,
): u32 {
  const a = screen + (<usize>p << 4);
  const b = screen + (<usize>q << 4);
  const du = load<f32>(b) - load<f32>(a);
  const dv = load<f32>(b, 4) - load<f32>(a, 4);
  const along: usize = abs(dv) >= abs(du) ? 0 : 4;
  const pa = load<f32>(a + (4 - along));
  const pb = load<f32>(b + (4 - along));
  // Which way along the line the triangle lies.
  const inner: f32 = (along == 0 ? dv > 0 : du < 0) ? 1 : -1;
  const last = <i32>size - 1;
  const begin = max(0, <i32>ceil(min(pa, pb) - 0.5));
  const end = min(last, <i32>floor(max(pa, pb) - 0.5));
  let count: u32 = 0;
  for (let i = begin; i <= end && count < capacity; i++) {
    const line = <f32>i + 0.5;
    if (pa < line == pb < line) continue;
    const w = (line - pa) / (pb - pa);
    const at = load<f32>(a + along) + w * (load<f32>(b + along) - load<f32>(a + along));
    const nearStep = <i32>(inner > 0 ? ceil(at - 0.5) : floor(at - 0.5));
    const farStep = nearStep - <i32>inner;
    if (min(nearStep, farStep) < 0 || max(nearStep, farStep) > last) continue;
    const near = along == 0 ? i * size + nearStep : nearStep * size + i;
    const far = along == 0 ? i * size + farStep : farStep * size + i;
    const inverse = load<f32>(a, 12) + w * (load<f32>(b, 12) - load<f32>(a, 12));
    if (load<f32>(inverseDepth + (<usize>far << 2)) >= inverse) continue;
    const centre = <f32>nearStep + 0.5;
    if (!reaches(load<i32>(triangles + (<usize>near << 2)), p, q, along, line, centre, -inner, screen, indices, starts, corners)) continue;
    const distance = inner * (centre - at);
    store<u32>(seams, near);
    store<u32>(seams, far, 4);
    store<u32>(seams, p, 8);
    store<u32>(seams, q, 12);
    store<f32>(seams, distance, 16);
    seams += SEAM;
    count++;
    blend(near, far, distance - 0.5, channels, image, output);
  }
  return count;
}

/** Triangles looked at between two pixel centres before giving up. */
const LONGEST_WALK: i32 = 64;

/** Walks from a pixel centre over triangles that face the viewer; true if the surface ends at edge p–q within one pixel. */
function reaches(
  triangle: i32,
  p: u32,
  q: u32,
  along: usize,
  line: f32,
  centre: f32,
  direction: f32,
  screen: usize,
  indices: usize,
  starts: usize,
  corners: usize,
): bool {
  for (let step = 0; step < LONGEST_WALK && triangle >= 0; step++) {
    const corner = indices + <usize>triangle * 12;
    let farthest: f32 = -1e30;
    let exitA: u32 = 0;
    let exitB: u32 = 0;
    for (let k: usize = 0; k < 12; k += 4) {
      const va = load<u32>(corner + k);
      const vb = load<u32>(corner + (k == 8 ? 0 : k + 4));
      const a = screen + (<usize>va << 4);
      const b = screen + (<usize>vb << 4);
      const pa = load<f32>(a + (4 - along));
      const pb = load<f32>(b + (4 - along));
      if (pa < line == pb < line) continue;
      const w = (line - pa) / (pb - pa);
      const distance = direction * (load<f32>(a + along) + w * (load<f32>(b + along) - load<f32>(a + along)) - centre);
      if (distance <= farthest) continue;
      farthest = distance;
      exitA = va;
      exitB = vb;
    }
    if ((exitA == p && exitB == q) || (exitA == q && exitB == p)) return true;
    if (farthest < 0 || farthest > 1) return false;
    triangle = neighbour(triangle, exitA, exitB, indices, starts, corners);
    if (triangle >= 0 && !facesViewer(triangle, indices, screen)) return false;
  }
  return false;
}

/** The near surface covers `share` of the far pixel (positive), or the far one as much of the near pixel (negative). */
// @ts-ignore: decorator
@inline
function blend(near: u32, far: u32, share: f32, channels: u32, image: usize, output: usize): void {
  const stride = <usize>channels << 2;
  const to = output + <usize>(share > 0 ? far : near) * stride;
  const n = image + <usize>near * stride;
  const f = image + <usize>far * stride;
  for (let k: usize = 0; k < stride; k += 4) {
    store<f32>(to + k, load<f32>(to + k) + share * (load<f32>(n + k) - load<f32>(f + k)));
  }
}

/** Sets the image's gradient and adds to that of the pixels (u, v) of the vertices. */
export function antialiasBackward(
  seams: usize,
  seamCount: u32,
  size: u32,
  channels: u32,
  image: usize,
  screen: usize,
  outputGradient: usize,
  imageGradient: usize,
  screenGradient: usize,
): void {
  const stride = <usize>channels << 2;
  memory.copy(imageGradient, outputGradient, <usize>size * size * stride);
  for (let i: u32 = 0; i < seamCount; i++, seams += SEAM) {
    const near = load<u32>(seams);
    const far = load<u32>(seams, 4);
    const share = load<f32>(seams, 16) - 0.5;
    const from = outputGradient + <usize>(share > 0 ? far : near) * stride;
    const n = <usize>near * stride;
    const f = <usize>far * stride;
    let dShare: f32 = 0;
    for (let k: usize = 0; k < stride; k += 4) {
      const d = load<f32>(from + k);
      dShare += d * (load<f32>(image + n + k) - load<f32>(image + f + k));
      store<f32>(imageGradient + n + k, load<f32>(imageGradient + n + k) + share * d);
      store<f32>(imageGradient + f + k, load<f32>(imageGradient + f + k) - share * d);
    }
    const p = <usize>load<u32>(seams, 8);
    const q = <usize>load<u32>(seams, 12);
    const a = screen + (p << 4);
    const b = screen + (q << 4);
    const along: usize = near + 1 == far || far + 1 == near ? 0 : 4;
    const line: f32 = (along == 0 ? <f32>(near / size) : <f32>(near % size)) + 0.5;
    const across = load<f32>(b + (4 - along)) - load<f32>(a + (4 - along));
    const run = load<f32>(b + along) - load<f32>(a + along);
    const w = (line - load<f32>(a + (4 - along))) / across;
    const d: f32 = far > near ? dShare : -dShare;
    const slope = (d * run) / across;
    const ga = screenGradient + (p << 3);
    const gb = screenGradient + (q << 3);
    add(ga + along, d * (1 - w));
    add(gb + along, d * w);
    add(ga + (4 - along), -slope * (1 - w));
    add(gb + (4 - along), -slope * w);
  }
}

// @ts-ignore: decorator
@inline
function add(at: usize, value: f32): void {
  store<f32>(at, load<f32>(at) + value);
}
