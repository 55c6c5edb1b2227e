/** One hidden ReLU layer over blocks of 16 points; values of a block are [feature][16], weights are [out][in] as in PyTorch. */

import { madd } from "./simd";

/** hidden = max(0, W₁·encoding + b₁); outputs[point][o] = W₂·hidden + b₂ for points below `count`. `inputs` and `width` are even. */
export function mlpForward(
  blockBegin: u32,
  blockEnd: u32,
  count: u32,
  encoding: usize,
  inputs: u32,
  weights1: usize,
  bias1: usize,
  hidden: usize,
  width: u32,
  weights2: usize,
  bias2: usize,
  outputs: usize,
  outputCount: u32,
): void {
  const zero = f32x4.splat(0);
  for (let block = blockBegin; block < blockEnd; block++) {
    const x = encoding + <usize>block * (<usize>inputs << 6);
    const h = hidden + <usize>block * (<usize>width << 6);
    for (let j: u32 = 0; j < width; j += 2) {
      let a0 = v128.load32_splat(bias1 + (<usize>j << 2));
      let b0 = v128.load32_splat(bias1 + (<usize>j << 2), 4);
      let a1 = a0, a2 = a0, a3 = a0;
      let b1 = b0, b2 = b0, b3 = b0;
      let wa = weights1 + (<usize>(j * inputs) << 2);
      let wb = wa + (<usize>inputs << 2);
      let at = x;
      const stop = x + (<usize>inputs << 6);
      while (at < stop) {
        const ka = v128.load32_splat(wa);
        const kb = v128.load32_splat(wb);
        const v0 = v128.load(at);
        const v1 = v128.load(at, 16);
        const v2 = v128.load(at, 32);
        const v3 = v128.load(at, 48);
        a0 = madd(ka, v0, a0);
        a1 = madd(ka, v1, a1);
        a2 = madd(ka, v2, a2);
        a3 = madd(ka, v3, a3);
        b0 = madd(kb, v0, b0);
        b1 = madd(kb, v1, b1);
        b2 = madd(kb, v2, b2);
        b3 = madd(kb, v3, b3);
        wa += 4;
        wb += 4;
        at += 64;
      }
      const out = h + (<usize>j << 6);
      v128.store(out, f32x4.max(a0, zero));
      v128.store(out, f32x4.max(a1, zero), 16);
      v128.store(out, f32x4.max(a2, zero), 32);
      v128.store(out, f32x4.max(a3, zero), 48);
      v128.store(out, f32x4.max(b0, zero), 64);
      v128.store(out, f32x4.max(b1, zero), 80);
      v128.store(out, f32x4.max(b2, zero), 96);
      v128.store(out, f32x4.max(b3, zero), 112);
    }
    const first = block << 4;
    const points = min<u32>(16, count - first);
    for (let o: u32 = 0; o < outputCount; o++) {
      let a0 = v128.load32_splat(bias2 + (<usize>o << 2));
      let a1 = a0, a2 = a0, a3 = a0;
      const w = weights2 + (<usize>(o * width) << 2);
      for (let j: usize = 0; j < <usize>width; j++) {
        const k = v128.load32_splat(w + (j << 2));
        const at = h + (j << 6);
        a0 = madd(k, v128.load(at), a0);
        a1 = madd(k, v128.load(at, 16), a1);
        a2 = madd(k, v128.load(at, 32), a2);
        a3 = madd(k, v128.load(at, 48), a3);
      }
      storeColumn(outputs, first, points, o, outputCount, a0, 0);
      storeColumn(outputs, first, points, o, outputCount, a1, 4);
      storeColumn(outputs, first, points, o, outputCount, a2, 8);
      storeColumn(outputs, first, points, o, outputCount, a3, 12);
    }
  }
}

// @ts-ignore: decorator
@inline
function storeColumn(outputs: usize, first: u32, points: u32, o: u32, stride: u32, v: v128, lane: u32): void {
  const at = outputs + (<usize>((first + lane) * stride + o) << 2);
  const step = <usize>stride << 2;
  if (lane < points) store<f32>(at, f32x4.extract_lane(v, 0));
  if (lane + 1 < points) store<f32>(at + step, f32x4.extract_lane(v, 1));
  if (lane + 2 < points) store<f32>(at + 2 * step, f32x4.extract_lane(v, 2));
  if (lane + 3 < points) store<f32>(at + 3 * step, f32x4.extract_lane(v, 3));
}
