/** One level of a multiresolution hash grid with two features: trilinear gather, and the scatter of its gradient. */

import { madd } from "./simd";

const PRIME_Y: u32 = 2654435761;
const PRIME_Z: u32 = 805459861;

/** Byte offsets of the corners at x and x + 1 for a fixed (y, z): the hash of x is x itself. */
// @ts-ignore: decorator
@inline
function entry(x: u32, row: u32, mask: u32): usize {
  return <usize>(mask ? (x ^ row) & mask : x + row) << 3;
}

/**
 * Writes two features for points begin..end; points from `count` on are padding and become 0.
 * `encoding` points at the level's first feature in the first block of 16 points; blocks are 64·inputs bytes apart.
 */
export function hashGridForward(
  begin: u32,
  end: u32,
  count: u32,
  positions: usize,
  table: usize,
  scale: f32,
  resolution: u32,
  mask: u32,
  encoding: usize,
  inputs: u32,
): void {
  const rowY: u32 = mask ? PRIME_Y : resolution;
  const rowZ: u32 = mask ? PRIME_Z : resolution * resolution;
  const half = scale * 0.5;
  const last = <i32>(resolution - 2);
  for (let i = begin; i < end; i++) {
    const out = encoding + <usize>(i >> 4) * (<usize>inputs << 6) + (<usize>(i & 15) << 2);
    if (i >= count) {
      store<f32>(out, 0);
      store<f32>(out, 0, 64);
      continue;
    }
    const p = positions + <usize>i * 12;
    const x = load<f32>(p) * half + half + 0.5;
    const y = load<f32>(p, 4) * half + half + 0.5;
    const z = load<f32>(p, 8) * half + half + 0.5;
    const x0 = max(0, min(<i32>x, last));
    const y0 = max(0, min(<i32>y, last));
    const z0 = max(0, min(<i32>z, last));
    const fx = x - <f32>x0;
    const fy = y - <f32>y0;
    const fz = z - <f32>z0;
    const ya = <u32>y0 * rowY;
    const yb = ya + rowY;
    const za = <u32>z0 * rowZ;
    const zb = za + rowZ;
    const r00 = mask ? ya ^ za : ya + za;
    const r10 = mask ? yb ^ za : yb + za;
    const r01 = mask ? ya ^ zb : ya + zb;
    const r11 = mask ? yb ^ zb : yb + zb;
    const gy: f32 = 1 - fy;
    const gz: f32 = 1 - fz;
    // Lanes hold both features at x and at x + 1; the sum over x comes last.
    let sum = f32x4.mul(pair(table, <u32>x0, r00, mask), f32x4.splat(gy * gz));
    sum = madd(pair(table, <u32>x0, r10, mask), f32x4.splat(fy * gz), sum);
    sum = madd(pair(table, <u32>x0, r01, mask), f32x4.splat(gy * fz), sum);
    sum = madd(pair(table, <u32>x0, r11, mask), f32x4.splat(fy * fz), sum);
    const gx: f32 = 1 - fx;
    store<f32>(out, f32x4.extract_lane(sum, 0) * gx + f32x4.extract_lane(sum, 2) * fx);
    store<f32>(out, f32x4.extract_lane(sum, 1) * gx + f32x4.extract_lane(sum, 3) * fx, 64);
  }
}

// @ts-ignore: decorator
@inline
function pair(table: usize, x: u32, row: u32, mask: u32): v128 {
  if (!mask) return v128.load(table + entry(x, row, 0));
  return v128.load64_lane(table + entry(x + 1, row, mask), v128.load64_zero(table + entry(x, row, mask)), 1);
}

/** Adds the gradient of points begin..end to the level's table. */
export function hashGridBackward(
  begin: u32,
  end: u32,
  positions: usize,
  tableGradient: usize,
  scale: f32,
  resolution: u32,
  mask: u32,
  encodingGradient: usize,
  inputs: u32,
): void {
  const rowY: u32 = mask ? PRIME_Y : resolution;
  const rowZ: u32 = mask ? PRIME_Z : resolution * resolution;
  const half = scale * 0.5;
  const last = <i32>(resolution - 2);
  for (let i = begin; i < end; i++) {
    const from = encodingGradient + <usize>(i >> 4) * (<usize>inputs << 6) + (<usize>(i & 15) << 2);
    const d0 = load<f32>(from);
    const d1 = load<f32>(from, 64);
    if (d0 == 0 && d1 == 0) continue;
    const p = positions + <usize>i * 12;
    const x = load<f32>(p) * half + half + 0.5;
    const y = load<f32>(p, 4) * half + half + 0.5;
    const z = load<f32>(p, 8) * half + half + 0.5;
    const x0 = max(0, min(<i32>x, last));
    const y0 = max(0, min(<i32>y, last));
    const z0 = max(0, min(<i32>z, last));
    const fx = x - <f32>x0;
    const fy = y - <f32>y0;
    const fz = z - <f32>z0;
    const ya = <u32>y0 * rowY;
    const yb = ya + rowY;
    const za = <u32>z0 * rowZ;
    const zb = za + rowZ;
    const gx: f32 = 1 - fx;
    const gy: f32 = 1 - fy;
    const gz: f32 = 1 - fz;
    const d = f32x4(d0 * gx, d1 * gx, d0 * fx, d1 * fx);
    scatter(tableGradient, <u32>x0, mask ? ya ^ za : ya + za, mask, f32x4.mul(d, f32x4.splat(gy * gz)));
    scatter(tableGradient, <u32>x0, mask ? yb ^ za : yb + za, mask, f32x4.mul(d, f32x4.splat(fy * gz)));
    scatter(tableGradient, <u32>x0, mask ? ya ^ zb : ya + zb, mask, f32x4.mul(d, f32x4.splat(gy * fz)));
    scatter(tableGradient, <u32>x0, mask ? yb ^ zb : yb + zb, mask, f32x4.mul(d, f32x4.splat(fy * fz)));
  }
}

// @ts-ignore: decorator
@inline
function scatter(table: usize, x: u32, row: u32, mask: u32, value: v128): void {
  const a = table + entry(x, row, mask);
  if (!mask) {
    v128.store(a, f32x4.add(v128.load(a), value));
    return;
  }
  // x and x + 1 hash to different entries (their lowest bits differ), so the two halves never collide.
  const b = table + entry(x + 1, row, mask);
  const sum = f32x4.add(v128.load64_lane(b, v128.load64_zero(a), 1), value);
  v128.store64_lane(a, sum, 0);
  v128.store64_lane(b, sum, 1);
}
