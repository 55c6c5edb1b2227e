/** The narrow band: flags over all grid vertices (index = x + side·(y + side·z)), and the lists made from them. */

import { tanh } from "./simd";

/** Flags the corners of every cell that the surface crosses. */
export function bandCrossing(sdf: usize, side: u32, flags: usize): void {
  const n = <usize>side;
  const layer = n * n;
  for (let z: usize = 0; z < n - 1; z++) {
    for (let y: usize = 0; y < n - 1; y++) {
      let at = n * (y + n * z);
      let left = column(sdf, at, n, layer);
      for (let x: usize = 0; x < n - 1; x++, at++) {
        const right = column(sdf, at + 1, n, layer);
        const both = left + right;
        left = right;
        if (both == 0 || both == 8) continue;
        const f = flags + at;
        store<u16>(f, 0x0101);
        store<u16>(f + n, 0x0101);
        store<u16>(f + layer, 0x0101);
        store<u16>(f + layer + n, 0x0101);
      }
    }
  }
}

/** How many of the four vertices at one x of a cell are inside. */
// @ts-ignore: decorator
@inline
function column(sdf: usize, at: usize, n: usize, layer: usize): u32 {
  const p = sdf + (at << 2);
  return (
    <u32>(load<f32>(p) < 0) +
    <u32>(load<f32>(p + (n << 2)) < 0) +
    <u32>(load<f32>(p + (layer << 2)) < 0) +
    <u32>(load<f32>(p + ((layer + n) << 2)) < 0)
  );
}

/**
 * Spreads flags by `radius` vertices along every axis (a cube), axis by axis, one vertex at a time. The outermost layer is cleared before
 * each pass, else flags would run over the end of a row into the next; it does not belong to the band anyway.
 */
export function bandDilate(flags: usize, side: u32, radius: u32, workspace: usize): void {
  const n = <usize>side;
  const total = n * n * n;
  let stride: usize = 1;
  for (let axis = 0; axis < 3; axis++) {
    for (let r: u32 = 0; r < radius; r++) {
      clearBorder(flags, n);
      memory.copy(workspace, flags, total);
      let i = stride;
      for (; i + 16 + stride <= total; i += 16) {
        const near = v128.or(v128.load(workspace + i - stride), v128.load(workspace + i + stride));
        v128.store(flags + i, v128.or(v128.load(workspace + i), near));
      }
      for (; i + stride < total; i++) {
        store<u8>(flags + i, load<u8>(workspace + i) | load<u8>(workspace + i - stride) | load<u8>(workspace + i + stride));
      }
    }
    stride *= n;
  }
}

function clearBorder(flags: usize, n: usize): void {
  const layer = n * n;
  memory.fill(flags, 0, layer);
  memory.fill(flags + (n - 1) * layer, 0, layer);
  for (let z: usize = 1; z < n - 1; z++) {
    memory.fill(flags + z * layer, 0, n);
    memory.fill(flags + z * layer + (n - 1) * n, 0, n);
    for (let y: usize = 1; y < n - 1; y++) {
      store<u8>(flags + z * layer + y * n, 0);
      store<u8>(flags + z * layer + y * n + n - 1, 0);
    }
  }
}

// @ts-ignore: decorator
@inline
function interior(i: usize, n: usize): bool {
  return i - 1 < n - 2;
}

export function bandCount(flags: usize, side: u32): u32 {
  const n = <usize>side;
  let count: u32 = 0;
  for (let z: usize = 1; z < n - 1; z++) {
    for (let y: usize = 1; y < n - 1; y++) {
      const row = flags + n * (y + n * z);
      for (let x: usize = 1; x < n - 1; x++) count += <u32>(load<u8>(row + x) != 0);
    }
  }
  return count;
}

/** Lists flagged vertices but the outermost layer, with positions, and the place of every vertex in the list (−1: none). */
export function bandList(flags: usize, side: u32, band: usize, positions: usize, slots: usize): void {
  const n = <usize>side;
  const cell: f32 = 2 / <f32>(side - 1);
  let count: usize = 0;
  let vertex: usize = 0;
  for (let z: usize = 0; z < n; z++) {
    for (let y: usize = 0; y < n; y++) {
      for (let x: usize = 0; x < n; x++, vertex++) {
        if (load<u8>(flags + vertex) == 0 || !interior(x, n) || !interior(y, n) || !interior(z, n)) {
          store<i32>(slots + (vertex << 2), -1);
          continue;
        }
        store<i32>(slots + (vertex << 2), <i32>count);
        store<u32>(band + (count << 2), <u32>vertex);
        const p = positions + count * 12;
        store<f32>(p, <f32>(<u32>x) * cell - 1);
        store<f32>(p, <f32>(<u32>y) * cell - 1, 4);
        store<f32>(p, <f32>(<u32>z) * cell - 1, 8);
        count++;
      }
    }
  }
}

/** Lists cells with a corner in the band, by `slots`; returns how many. */
export function bandCells(slots: usize, side: u32, cells: usize): u32 {
  const n = <usize>side;
  const layer = n * n;
  let count: usize = 0;
  for (let z: usize = 0; z < n - 1; z++) {
    for (let y: usize = 0; y < n - 1; y++) {
      let at = n * (y + n * z);
      for (let x: usize = 0; x < n - 1; x++, at++) {
        const s = slots + (at << 2);
        if ((outside(s, n, layer) & outside(s + 4, n, layer)) < 0) continue;
        store<u32>(cells + (count << 2), <u32>at);
        count++;
      }
    }
  }
  return <u32>count;
}

/** Negative where all four vertices at one x of a cell are outside the band. */
// @ts-ignore: decorator
@inline
function outside(s: usize, n: usize, layer: usize): i32 {
  return load<i32>(s) & load<i32>(s + (n << 2)) & load<i32>(s + (layer << 2)) & load<i32>(s + ((layer + n) << 2));
}

/** offsets[band[i]] = limit·tanh(raw[i]) for the three components. */
export function bandOffsets(band: usize, count: u32, raw: usize, limit: f32, offsets: usize): void {
  const scale = f32x4.splat(limit);
  for (let i: usize = 0; i < <usize>count; i++) {
    const to = offsets + <usize>load<u32>(band + (i << 2)) * 12;
    const offset = f32x4.mul(scale, tanh(v128.load(raw + i * 12)));
    v128.store64_lane(to, offset, 0);
    v128.store32_lane(to, offset, 2, 8);
  }
}

/**
 * What a field with four outputs says about vertices begin..end of the band: sdf = base + range·tanh(output 0), offset = limit·tanh(outputs
 * 1 to 3). Output 0 becomes its tanh, which the backward pass wants.
 */
export function bandOutputs(
  begin: u32,
  end: u32,
  band: usize,
  outputs: usize,
  base: usize,
  range: f32,
  limit: f32,
  sdf: usize,
  offsets: usize,
): void {
  const scale = f32x4.splat(limit);
  for (let i = <usize>begin; i < <usize>end; i++) {
    const vertex = <usize>load<u32>(band + (i << 2));
    const squashed = tanh(v128.load(outputs + (i << 4)));
    const change = f32x4.extract_lane(squashed, 0);
    store<f32>(outputs + (i << 4), change);
    store<f32>(sdf + (vertex << 2), load<f32>(base + (vertex << 2)) + range * change);
    const offset = f32x4.mul(scale, squashed);
    const to = offsets + vertex * 12;
    v128.store32_lane(to, offset, 1);
    v128.store64_lane(to, i8x16.shuffle(offset, offset, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0), 0, 4);
  }
}
