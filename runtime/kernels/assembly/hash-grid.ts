/** One level of a multiresolution hash grid with two features: trilinear gather, and the scatter of its gradient. */

import { madd } from "./simd";

const PRIME_Y: i32 = <i32>2654435761;
const PRIME_Z: i32 = 805459861;

/**
 * Writes two features for points begin..end; points from `count` on are padding and become 0. `mask` is entries − 1, or 0 where the level
 * is dense. `encoding` points at the level's first feature in the first block of 16 points; blocks are 64·inputs bytes apart.
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
  if (mask) gather(begin, min(end, count), positions, table, scale, resolution, mask, encoding, inputs, true);
  else gather(begin, min(end, count), positions, table, scale, resolution, mask, encoding, inputs, false);
  for (let i = max(begin, count); i < end; i++) {
    const out = cellOf(encoding, i, inputs);
    store<f32>(out, 0);
    store<f32>(out, 0, 64);
  }
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
  if (mask) scatter(begin, end, positions, tableGradient, scale, resolution, mask, encodingGradient, inputs, true);
  else scatter(begin, end, positions, tableGradient, scale, resolution, mask, encodingGradient, inputs, false);
}

/** Where a point's first feature of the level lies; the second follows 64 bytes later. */
// @ts-ignore: decorator
@inline
function cellOf(encoding: usize, i: u32, inputs: u32): usize {
  return encoding + <usize>(i >> 4) * (<usize>inputs << 6) + (<usize>(i & 15) << 2);
}

/** Address of the entry in column x of row `row`; the hash of x is x itself. */
// @ts-ignore: decorator
@inline
function entry(table: usize, x: u32, row: u32, mask: u32, hashed: bool): usize {
  return table + (<usize>(hashed ? (x ^ row) & mask : x + row) << 3);
}

/** Joins the parts of y and z of a row. */
// @ts-ignore: decorator
@inline
function join(y: u32, z: u32, hashed: bool): u32 {
  return hashed ? y ^ z : y + z;
}

// @ts-ignore: decorator
@inline
function pair(table: usize, x: u32, row: u32, mask: u32, hashed: bool): v128 {
  const a = entry(table, x, row, mask, hashed);
  if (!hashed) return v128.load(a);
  return v128.load64_lane(entry(table, x + 1, row, mask, hashed), v128.load64_zero(a), 1);
}

// @ts-ignore: decorator
@inline
function gather(
  begin: u32,
  end: u32,
  positions: usize,
  table: usize,
  scale: f32,
  resolution: u32,
  mask: u32,
  encoding: usize,
  inputs: u32,
  hashed: bool,
): void {
  const rowY = hashed ? PRIME_Y : <i32>resolution;
  const rowZ = hashed ? PRIME_Z : <i32>(resolution * resolution);
  const half = f32x4.splat(scale * 0.5);
  const centre = f32x4.splat(scale * 0.5 + 0.5);
  const last = i32x4.splat(<i32>resolution - 2);
  const zero = i32x4.splat(0);
  const rows = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(1), 1, rowY), 2, rowZ);
  for (let i = begin; i < end; i++) {
    const at = f32x4.add(f32x4.mul(v128.load(positions + <usize>i * 12), half), centre);
    const base = i32x4.max_s(zero, i32x4.min_s(i32x4.trunc_sat_f32x4_s(at), last));
    const f = f32x4.sub(at, f32x4.convert_i32x4_s(base));
    const scaled = i32x4.mul(base, rows);
    const x = <u32>i32x4.extract_lane(scaled, 0);
    const ya = <u32>i32x4.extract_lane(scaled, 1);
    const za = <u32>i32x4.extract_lane(scaled, 2);
    const yb = ya + <u32>rowY;
    const zb = za + <u32>rowZ;
    const fx = f32x4.extract_lane(f, 0);
    const fy = f32x4.extract_lane(f, 1);
    const fz = f32x4.extract_lane(f, 2);
    const gy: f32 = 1 - fy;
    const gz: f32 = 1 - fz;
    // Lanes hold both features at x and at x + 1; the sum over x comes last.
    let sum = f32x4.mul(pair(table, x, join(ya, za, hashed), mask, hashed), f32x4.splat(gy * gz));
    sum = madd(pair(table, x, join(yb, za, hashed), mask, hashed), f32x4.splat(fy * gz), sum);
    sum = madd(pair(table, x, join(ya, zb, hashed), mask, hashed), f32x4.splat(gy * fz), sum);
    sum = madd(pair(table, x, join(yb, zb, hashed), mask, hashed), f32x4.splat(fy * fz), sum);
    const gx: f32 = 1 - fx;
    const out = cellOf(encoding, i, inputs);
    store<f32>(out, f32x4.extract_lane(sum, 0) * gx + f32x4.extract_lane(sum, 2) * fx);
    store<f32>(out, f32x4.extract_lane(sum, 1) * gx + f32x4.extract_lane(sum, 3) * fx, 64);
  }
}

// @ts-ignore: decorator
@inline
function scatter(
  begin: u32,
  end: u32,
  positions: usize,
  table: usize,
  scale: f32,
  resolution: u32,
  mask: u32,
  encodingGradient: usize,
  inputs: u32,
  hashed: bool,
): void {
  const rowY = hashed ? PRIME_Y : <i32>resolution;
  const rowZ = hashed ? PRIME_Z : <i32>(resolution * resolution);
  const half = f32x4.splat(scale * 0.5);
  const centre = f32x4.splat(scale * 0.5 + 0.5);
  const last = i32x4.splat(<i32>resolution - 2);
  const zero = i32x4.splat(0);
  const rows = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(1), 1, rowY), 2, rowZ);
  for (let i = begin; i < end; i++) {
    const from = cellOf(encodingGradient, i, inputs);
    const d0 = load<f32>(from);
    const d1 = load<f32>(from, 64);
    if (d0 == 0 && d1 == 0) continue;
    const at = f32x4.add(f32x4.mul(v128.load(positions + <usize>i * 12), half), centre);
    const base = i32x4.max_s(zero, i32x4.min_s(i32x4.trunc_sat_f32x4_s(at), last));
    const f = f32x4.sub(at, f32x4.convert_i32x4_s(base));
    const scaled = i32x4.mul(base, rows);
    const x = <u32>i32x4.extract_lane(scaled, 0);
    const ya = <u32>i32x4.extract_lane(scaled, 1);
    const za = <u32>i32x4.extract_lane(scaled, 2);
    const yb = ya + <u32>rowY;
    const zb = za + <u32>rowZ;
    const fx = f32x4.extract_lane(f, 0);
    const fy = f32x4.extract_lane(f, 1);
    const fz = f32x4.extract_lane(f, 2);
    const gx: f32 = 1 - fx;
    const gy: f32 = 1 - fy;
    const gz: f32 = 1 - fz;
    // Both features at x in the lower half, at x + 1 in the upper.
    const d = f32x4(d0 * gx, d1 * gx, d0 * fx, d1 * fx);
    add(table, x, join(ya, za, hashed), mask, hashed, f32x4.mul(d, f32x4.splat(gy * gz)));
    add(table, x, join(yb, za, hashed), mask, hashed, f32x4.mul(d, f32x4.splat(fy * gz)));
    add(table, x, join(ya, zb, hashed), mask, hashed, f32x4.mul(d, f32x4.splat(gy * fz)));
    add(table, x, join(yb, zb, hashed), mask, hashed, f32x4.mul(d, f32x4.splat(fy * fz)));
  }
}

/**
 * Adds to the entries at x and x + 1, 64 bits at a time even where they are neighbours: a wider load that overlaps a recent store waits
 * for it to leave the store buffer. x and x + 1 never hash to one entry, as their lowest bits differ.
 */
// @ts-ignore: decorator
@inline
function add(table: usize, x: u32, row: u32, mask: u32, hashed: bool, value: v128): void {
  const a = entry(table, x, row, mask, hashed);
  const b = entry(table, x + 1, row, mask, hashed);
  const sum = f32x4.add(v128.load64_lane(b, v128.load64_zero(a), 1), value);
  v128.store64_lane(a, sum, 0);
  v128.store64_lane(b, sum, 1);
}
