/** Z-buffer rasteriser; `screen` holds u, v, depth, 1/depth for every vertex. */

/** Corners at or before this depth make a triangle invisible: there is no clipping. */
const NEAR: f32 = 1e-3;

/**
 * Fills rows rowBegin..rowEnd. Edge functions are computed in 64 bits, with exactly opposite values from the two sides of a shared edge,
 * so that no pixel centre falls between two triangles; where both take it, the first wins. Triangles from firstCard on are seen from both
 * sides, and only where the nearest texel of `alpha` reaches the cutoff.
 */
export function rasterise(
  rowBegin: u32,
  rowEnd: u32,
  size: u32,
  screen: usize,
  indices: usize,
  triangleCount: u32,
  cull: u32,
  triangles: usize,
  barycentrics: usize,
  inverseDepth: usize,
  firstCard: u32,
  uvs: usize,
  alpha: usize,
  alphaWidth: u32,
  alphaHeight: u32,
  cutoff: u32,
): void {
  const firstPixel = <usize>rowBegin * size;
  const pixels = <usize>(rowEnd - rowBegin) * size;
  memory.fill(triangles + (firstPixel << 2), 0xff, pixels << 2);
  memory.fill(barycentrics + firstPixel * 12, 0, pixels * 12);
  memory.fill(inverseDepth + (firstPixel << 2), 0, pixels << 2);
  const limit = <f32>size;
  const top = <f32>rowBegin;
  const bottom = <f32>rowEnd;
  for (let t: u32 = 0; t < triangleCount; t++) {
    const corner = indices + <usize>t * 12;
    const a = screen + (<usize>load<u32>(corner) << 4);
    const b = screen + (<usize>load<u32>(corner, 4) << 4);
    const c = screen + (<usize>load<u32>(corner, 8) << 4);
    const ax = load<f32>(a);
    const ay = load<f32>(a, 4);
    const bx = load<f32>(b);
    const by = load<f32>(b, 4);
    const cx = load<f32>(c);
    const cy = load<f32>(c, 4);
    const left = min(ax, min(bx, cx));
    const right = max(ax, max(bx, cx));
    const high = min(ay, min(by, cy));
    const low = max(ay, max(by, cy));
    // First and last pixel centres (at +0.5) inside the box.
    const x0 = <i32>ceil(max(left, 0) - 0.5);
    const x1 = <i32>floor(min(right, limit) - 0.5);
    const y0 = <i32>ceil(max(high, top) - 0.5);
    const y1 = <i32>floor(min(low, bottom) - 0.5);
    if (x0 > x1 || y0 > y1) continue;
    if (load<f32>(a, 8) <= NEAR || load<f32>(b, 8) <= NEAR || load<f32>(c, 8) <= NEAR) continue;
    const area = edge(ax, ay, bx, by, cx, cy);
    // v points down: a triangle that is counter-clockwise to the viewer has a negative area here.
    const card = t >= firstCard;
    if (area == 0 || (cull && area > 0 && !card)) continue;
    const sign: f64 = area > 0 ? 1 : -1;
    const invArea: f64 = 1 / abs(area);
    const ia = <f64>load<f32>(a, 12);
    const ib = <f64>load<f32>(b, 12);
    const ic = <f64>load<f32>(c, 12);
    const stepA = sign * (<f64>by - cy);
    const stepB = sign * (<f64>cy - ay);
    const stepC = sign * (<f64>ay - by);
    for (let y = y0; y <= y1; y++) {
      const px = <f64>x0 + 0.5;
      const py = <f64>y + 0.5;
      let ea = sign * edge(bx, by, cx, cy, px, py);
      let eb = sign * edge(cx, cy, ax, ay, px, py);
      let ec = sign * edge(ax, ay, bx, by, px, py);
      let pixel = <usize>y * size + x0;
      for (let x = x0; x <= x1; x++) {
        if (ea >= 0 && eb >= 0 && ec >= 0) {
          const wa = ea * ia * invArea;
          const wb = eb * ib * invArea;
          const wc = ec * ic * invArea;
          const near = <f32>(wa + wb + wc);
          const scale = 1 / (wa + wb + wc);
          if (
            near > load<f32>(inverseDepth + (pixel << 2)) &&
            (!card ||
              <u32>texel(corner, uvs, alpha, alphaWidth, alphaHeight, wa * scale, wb * scale, wc * scale) >= cutoff)
          ) {
            store<f32>(inverseDepth + (pixel << 2), near);
            store<u32>(triangles + (pixel << 2), t);
            const out = barycentrics + pixel * 12;
            store<f32>(out, <f32>(wa * scale));
            store<f32>(out, <f32>(wb * scale), 4);
            store<f32>(out, <f32>(wc * scale), 8);
          }
        }
        ea += stepA;
        eb += stepB;
        ec += stepC;
        pixel++;
      }
    }
  }
}

/** Twice the signed area of (a, b, p); edge(a, b, p) = −edge(b, a, p) to the last bit. */
// @ts-ignore: decorator
@inline
function edge(ax: f64, ay: f64, bx: f64, by: f64, px: f64, py: f64): f64 {
  return (ay - by) * px + (bx - ax) * py + (ax * by - ay * bx);
}

/** The alpha at weights of a triangle's corners. */
// @ts-ignore: decorator
@inline
function texel(
  corner: usize,
  uvs: usize,
  alpha: usize,
  width: u32,
  height: u32,
  wa: f64,
  wb: f64,
  wc: f64,
): u8 {
  const a = uvs + (<usize>load<u32>(corner) << 3);
  const b = uvs + (<usize>load<u32>(corner, 4) << 3);
  const c = uvs + (<usize>load<u32>(corner, 8) << 3);
  const u = wa * load<f32>(a) + wb * load<f32>(b) + wc * load<f32>(c);
  const v = wa * load<f32>(a, 4) + wb * load<f32>(b, 4) + wc * load<f32>(c, 4);
  const column = min(<i32>width - 1, max(0, <i32>floor(u * width)));
  const row = min(<i32>height - 1, max(0, <i32>floor(v * height)));
  return load<u8>(alpha + <usize>row * width + column);
}

/** Gradient of the barycentrics with respect to u and v of the corners, at constant depths. */
export function rasteriseBackward(
  size: u32,
  screen: usize,
  indices: usize,
  triangles: usize,
  barycentrics: usize,
  barycentricGradient: usize,
  screenGradient: usize,
): void {
  const pixels = <usize>size * size;
  for (let i: usize = 0; i < pixels; i++) {
    const t = load<i32>(triangles + (i << 2));
    if (t < 0) continue;
    const d = barycentricGradient + i * 12;
    const da = load<f32>(d);
    const db = load<f32>(d, 4);
    const dc = load<f32>(d, 8);
    if (da == 0 && db == 0 && dc == 0) continue;
    const corner = indices + <usize>t * 12;
    const va = <usize>load<u32>(corner);
    const vb = <usize>load<u32>(corner, 4);
    const vc = <usize>load<u32>(corner, 8);
    const a = screen + (va << 4);
    const b = screen + (vb << 4);
    const c = screen + (vc << 4);
    const ba = load<f32>(barycentrics + i * 12);
    const bb = load<f32>(barycentrics + i * 12, 4);
    const bc = load<f32>(barycentrics + i * 12, 8);
    const px = <f32>(<u32>(i % size)) + 0.5;
    const py = <f32>(<u32>(i / size)) + 0.5;
    const ax = load<f32>(a) - px;
    const ay = load<f32>(a, 4) - py;
    const bx = load<f32>(b) - px;
    const by = load<f32>(b, 4) - py;
    const cx = load<f32>(c) - px;
    const cy = load<f32>(c, 4) - py;
    const ia = load<f32>(a, 12);
    const ib = load<f32>(b, 12);
    const ic = load<f32>(c, 12);
    // b_k = e_k·i_k / S with S = Σ e_k·i_k and e_a = b × c … relative to the pixel.
    const total = (bx * cy - by * cx) * ia + (cx * ay - cy * ax) * ib + (ax * by - ay * bx) * ic;
    const mean = da * ba + db * bb + dc * bc;
    const ea = ((da - mean) * ia) / total;
    const eb = ((db - mean) * ib) / total;
    const ec = ((dc - mean) * ic) / total;
    add2(screenGradient + (va << 3), ec * by - eb * cy, eb * cx - ec * bx);
    add2(screenGradient + (vb << 3), ea * cy - ec * ay, ec * ax - ea * cx);
    add2(screenGradient + (vc << 3), eb * ay - ea * by, ea * bx - eb * ax);
  }
}

// @ts-ignore: decorator
@inline
function add2(at: usize, x: f32, y: f32): void {
  store<f32>(at, load<f32>(at) + x);
  store<f32>(at, load<f32>(at, 4) + y, 4);
}
