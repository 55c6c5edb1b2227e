/** Normal maps in camera space, encoded as n·0.5 + 0.5, from interpolated vertex normals. A frame is right, up, back, eye, focal. */

const LEAST: f32 = 1e-12;

export function shadeNormals(
  pixelBegin: u32,
  pixelEnd: u32,
  triangles: usize,
  barycentrics: usize,
  indices: usize,
  normals: usize,
  frame: usize,
  channels: u32,
  image: usize,
): void {
  const stride = <usize>channels << 2;
  for (let i: usize = pixelBegin; i < <usize>pixelEnd; i++) {
    const out = image + i * stride;
    const t = load<i32>(triangles + (i << 2));
    if (t < 0) {
      store<f32>(out, 0.5);
      store<f32>(out, 0.5, 4);
      store<f32>(out, 0.5, 8);
      if (channels == 4) store<f32>(out, 0, 12);
      continue;
    }
    const corner = indices + <usize>t * 12;
    const a = normals + <usize>load<u32>(corner) * 12;
    const b = normals + <usize>load<u32>(corner, 4) * 12;
    const c = normals + <usize>load<u32>(corner, 8) * 12;
    const wa = load<f32>(barycentrics + i * 12);
    const wb = load<f32>(barycentrics + i * 12, 4);
    const wc = load<f32>(barycentrics + i * 12, 8);
    const x = wa * load<f32>(a) + wb * load<f32>(b) + wc * load<f32>(c);
    const y = wa * load<f32>(a, 4) + wb * load<f32>(b, 4) + wc * load<f32>(c, 4);
    const z = wa * load<f32>(a, 8) + wb * load<f32>(b, 8) + wc * load<f32>(c, 8);
    const scale: f32 = 0.5 / sqrt(max(x * x + y * y + z * z, LEAST));
    for (let k: usize = 0; k < 12; k += 4) {
      const axis = frame + 3 * k;
      store<f32>(out + k, 0.5 + scale * (load<f32>(axis) * x + load<f32>(axis, 4) * y + load<f32>(axis, 8) * z));
    }
    if (channels == 4) store<f32>(out, 1, 12);
  }
}

/** Adds to the normals' gradient; sets the barycentrics' where its pointer is not 0. Coverage has no gradient here. */
export function shadeNormalsBackward(
  pixels: u32,
  triangles: usize,
  barycentrics: usize,
  indices: usize,
  normals: usize,
  frame: usize,
  channels: u32,
  imageGradient: usize,
  normalGradient: usize,
  barycentricGradient: usize,
): void {
  const stride = <usize>channels << 2;
  for (let i: usize = 0; i < <usize>pixels; i++) {
    const t = load<i32>(triangles + (i << 2));
    if (t < 0) {
      if (barycentricGradient) memory.fill(barycentricGradient + i * 12, 0, 12);
      continue;
    }
    const corner = indices + <usize>t * 12;
    const a = <usize>load<u32>(corner) * 12;
    const b = <usize>load<u32>(corner, 4) * 12;
    const c = <usize>load<u32>(corner, 8) * 12;
    const wa = load<f32>(barycentrics + i * 12);
    const wb = load<f32>(barycentrics + i * 12, 4);
    const wc = load<f32>(barycentrics + i * 12, 8);
    const x = wa * load<f32>(normals + a) + wb * load<f32>(normals + b) + wc * load<f32>(normals + c);
    const y = wa * load<f32>(normals + a, 4) + wb * load<f32>(normals + b, 4) + wc * load<f32>(normals + c, 4);
    const z = wa * load<f32>(normals + a, 8) + wb * load<f32>(normals + b, 8) + wc * load<f32>(normals + c, 8);
    const from = imageGradient + i * stride;
    const d0: f32 = 0.5 * load<f32>(from);
    const d1: f32 = 0.5 * load<f32>(from, 4);
    const d2: f32 = 0.5 * load<f32>(from, 8);
    // Gradient of the unit normal in world space, then through the normalisation.
    let gx = load<f32>(frame) * d0 + load<f32>(frame, 12) * d1 + load<f32>(frame, 24) * d2;
    let gy = load<f32>(frame, 4) * d0 + load<f32>(frame, 16) * d1 + load<f32>(frame, 28) * d2;
    let gz = load<f32>(frame, 8) * d0 + load<f32>(frame, 20) * d1 + load<f32>(frame, 32) * d2;
    const square = x * x + y * y + z * z;
    const inverse: f32 = 1 / sqrt(max(square, LEAST));
    const along: f32 = square > LEAST ? (gx * x + gy * y + gz * z) / square : 0;
    gx = (gx - along * x) * inverse;
    gy = (gy - along * y) * inverse;
    gz = (gz - along * z) * inverse;
    add3(normalGradient + a, wa, gx, gy, gz);
    add3(normalGradient + b, wb, gx, gy, gz);
    add3(normalGradient + c, wc, gx, gy, gz);
    if (!barycentricGradient) continue;
    const db = barycentricGradient + i * 12;
    store<f32>(db, dot3(normals + a, gx, gy, gz));
    store<f32>(db, dot3(normals + b, gx, gy, gz), 4);
    store<f32>(db, dot3(normals + c, gx, gy, gz), 8);
  }
}

// @ts-ignore: decorator
@inline
function add3(at: usize, weight: f32, x: f32, y: f32, z: f32): void {
  store<f32>(at, load<f32>(at) + weight * x);
  store<f32>(at, load<f32>(at, 4) + weight * y, 4);
  store<f32>(at, load<f32>(at, 8) + weight * z, 8);
}

// @ts-ignore: decorator
@inline
function dot3(at: usize, x: f32, y: f32, z: f32): f32 {
  return load<f32>(at) * x + load<f32>(at, 4) * y + load<f32>(at, 8) * z;
}
