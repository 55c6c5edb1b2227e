/** Gradients of `mlp-forward.ts`, in the same layout. */

import { madd, sum } from "./simd";

/** Blocks whose intermediate gradients are kept at a time. */
const CHUNK: u32 = 16;

/**
 * Sets the encoding's gradient and adds those of the weights to `partial`: four lanes for every weight, in the order W₁, b₁, W₂, b₂.
 * Blocks of points without a gradient cost nothing: most of a grid's band are no corners of a cell with surface.
 * `workspace` holds CHUNK·16·(width + outputCount) floats.
 */
export function mlpBackward(
  blockBegin: u32,
  blockEnd: u32,
  count: u32,
  encoding: usize,
  inputs: u32,
  weights1: usize,
  hidden: usize,
  width: u32,
  weights2: usize,
  outputGradient: usize,
  outputCount: u32,
  encodingGradient: usize,
  partial: usize,
  workspace: usize,
): void {
  const rowX = <usize>inputs << 6;
  const rowH = <usize>width << 6;
  const rowO = <usize>outputCount << 6;
  const dHidden = workspace;
  const dOut = workspace + <usize>CHUNK * rowH;
  const dBias1 = partial + (<usize>(width * inputs) << 4);
  const dWeights2 = dBias1 + (<usize>width << 4);
  const dBias2 = dWeights2 + (<usize>(outputCount * width) << 4);
  let begin = blockBegin;
  while (begin < blockEnd) {
    let blocks: u32 = 0;
    while (blocks < min(CHUNK, blockEnd - begin)) {
      const block = begin + blocks;
      const d = dOut + <usize>blocks * rowO;
      if (!loadBlock(outputGradient, block << 4, count, outputCount, d)) break;
      hiddenGradient(d, outputCount, weights2, hidden + <usize>block * rowH, width, dHidden + <usize>blocks * rowH);
      inputGradient(dHidden + <usize>blocks * rowH, width, weights1, inputs, encodingGradient + <usize>block * rowX);
      blocks++;
    }
    if (blocks == 0) {
      memory.fill(encodingGradient + <usize>begin * rowX, 0, rowX);
      begin++;
      continue;
    }
    weightGradient(dHidden, width, encoding + <usize>begin * rowX, inputs, blocks, partial);
    biasGradient(dHidden, width, blocks, dBias1);
    outputWeightGradient(dOut, outputCount, hidden + <usize>begin * rowH, width, blocks, dWeights2);
    biasGradient(dOut, outputCount, blocks, dBias2);
    begin += blocks;
  }
}

/** Transposes [16 points][outputs] to [outputs][16 points]; missing points become 0. Returns whether any value is not 0. */
function loadBlock(from: usize, first: u32, count: u32, outputCount: u32, to: usize): bool {
  let any = false;
  for (let i: u32 = 0; i < 16; i++) {
    for (let o: u32 = 0; o < outputCount; o++) {
      const value: f32 = first + i < count ? load<f32>(from + (<usize>((first + i) * outputCount + o) << 2)) : 0;
      store<f32>(to + (<usize>(o * 16 + i) << 2), value);
      any = any || value != 0;
    }
  }
  return any;
}

/** W₂ᵀ·dOut where the hidden unit is on, else 0. */
function hiddenGradient(dOut: usize, outputCount: u32, weights2: usize, hidden: usize, width: u32, to: usize): void {
  const zero = f32x4.splat(0);
  for (let j: u32 = 0; j < width; j++) {
    let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
    for (let o: u32 = 0; o < outputCount; o++) {
      const k = v128.load32_splat(weights2 + (<usize>(o * width + j) << 2));
      const at = dOut + (<usize>o << 6);
      a0 = madd(k, v128.load(at), a0);
      a1 = madd(k, v128.load(at, 16), a1);
      a2 = madd(k, v128.load(at, 32), a2);
      a3 = madd(k, v128.load(at, 48), a3);
    }
    const h = hidden + (<usize>j << 6);
    const out = to + (<usize>j << 6);
    v128.store(out, v128.and(a0, f32x4.gt(v128.load(h), zero)));
    v128.store(out, v128.and(a1, f32x4.gt(v128.load(h, 16), zero)), 16);
    v128.store(out, v128.and(a2, f32x4.gt(v128.load(h, 32), zero)), 32);
    v128.store(out, v128.and(a3, f32x4.gt(v128.load(h, 48), zero)), 48);
  }
}

/** W₁ᵀ·dHidden, two inputs at a time. */
function inputGradient(dHidden: usize, width: u32, weights1: usize, inputs: u32, to: usize): void {
  const zero = f32x4.splat(0);
  const row = <usize>inputs << 2;
  const stop = dHidden + (<usize>width << 6);
  for (let k: u32 = 0; k < inputs; k += 2) {
    let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
    let b0 = zero, b1 = zero, b2 = zero, b3 = zero;
    let w = weights1 + (<usize>k << 2);
    for (let at = dHidden; at < stop; at += 64) {
      const ka = v128.load32_splat(w);
      const kb = v128.load32_splat(w, 4);
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
      w += row;
    }
    const out = to + (<usize>k << 6);
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
    v128.store(out, b0, 64);
    v128.store(out, b1, 80);
    v128.store(out, b2, 96);
    v128.store(out, b3, 112);
  }
}

/** dW₁[j][k] += Σ over points of dHidden[j]·x[k]: tiles of 4 hidden units by 2 inputs, one accumulator each. */
function weightGradient(dHidden: usize, width: u32, x: usize, inputs: u32, blocks: u32, to: usize): void {
  const rowH = <usize>width << 6;
  const rowX = <usize>inputs << 6;
  const rowW = <usize>inputs << 4;
  for (let j: u32 = 0; j < width; j += 4) {
    for (let k: u32 = 0; k < inputs; k += 2) {
      const out = to + (<usize>(j * inputs + k) << 4);
      let a0 = v128.load(out), b0 = v128.load(out, 16);
      let a1 = v128.load(out + rowW), b1 = v128.load(out + rowW, 16);
      let a2 = v128.load(out + 2 * rowW), b2 = v128.load(out + 2 * rowW, 16);
      let a3 = v128.load(out + 3 * rowW), b3 = v128.load(out + 3 * rowW, 16);
      let h = dHidden + (<usize>j << 6);
      let xa = x + (<usize>k << 6);
      for (let b: u32 = 0; b < blocks; b++) {
        for (let lane: usize = 0; lane < 64; lane += 16) {
          const va = v128.load(xa + lane);
          const vb = v128.load(xa + lane, 64);
          const h0 = v128.load(h + lane);
          const h1 = v128.load(h + lane, 64);
          const h2 = v128.load(h + lane, 128);
          const h3 = v128.load(h + lane, 192);
          a0 = madd(h0, va, a0);
          b0 = madd(h0, vb, b0);
          a1 = madd(h1, va, a1);
          b1 = madd(h1, vb, b1);
          a2 = madd(h2, va, a2);
          b2 = madd(h2, vb, b2);
          a3 = madd(h3, va, a3);
          b3 = madd(h3, vb, b3);
        }
        h += rowH;
        xa += rowX;
      }
      v128.store(out, a0);
      v128.store(out, b0, 16);
      v128.store(out + rowW, a1);
      v128.store(out + rowW, b1, 16);
      v128.store(out + 2 * rowW, a2);
      v128.store(out + 2 * rowW, b2, 16);
      v128.store(out + 3 * rowW, a3);
      v128.store(out + 3 * rowW, b3, 16);
    }
  }
}

/** dW₂[o][j] += Σ over points of dOut[o]·hidden[j]. */
function outputWeightGradient(dOut: usize, outputCount: u32, hidden: usize, width: u32, blocks: u32, to: usize): void {
  for (let o: u32 = 0; o < outputCount; o++) {
    for (let j: u32 = 0; j < width; j += 4) {
      const out = to + (<usize>(o * width + j) << 4);
      let a0 = v128.load(out), a1 = v128.load(out, 16), a2 = v128.load(out, 32), a3 = v128.load(out, 48);
      for (let b: u32 = 0; b < blocks; b++) {
        const d = dOut + (<usize>(b * outputCount + o) << 6);
        const h = hidden + (<usize>(b * width + j) << 6);
        for (let lane: usize = 0; lane < 64; lane += 16) {
          const v = v128.load(d + lane);
          a0 = madd(v, v128.load(h + lane), a0);
          a1 = madd(v, v128.load(h + lane, 64), a1);
          a2 = madd(v, v128.load(h + lane, 128), a2);
          a3 = madd(v, v128.load(h + lane, 192), a3);
        }
      }
      v128.store(out, a0);
      v128.store(out, a1, 16);
      v128.store(out, a2, 32);
      v128.store(out, a3, 48);
    }
  }
}

/** db[j] += Σ over points of d[j]. */
function biasGradient(d: usize, width: u32, blocks: u32, to: usize): void {
  for (let b: u32 = 0; b < blocks; b++) {
    for (let j: u32 = 0; j < width; j++) {
      const from = d + (<usize>(b * width + j) << 6);
      const out = to + (<usize>j << 4);
      const s = f32x4.add(f32x4.add(v128.load(from), v128.load(from, 16)), f32x4.add(v128.load(from, 32), v128.load(from, 48)));
      v128.store(out, f32x4.add(v128.load(out), s));
    }
  }
}

/** gradient[i] += Σ over parts and lanes, parts in order. */
export function mlpReduce(partials: usize, parts: u32, length: u32, gradient: usize): void {
  for (let i: usize = 0; i < <usize>length; i++) {
    let total = v128.load(partials + (i << 4));
    for (let part: usize = 1; part < <usize>parts; part++) {
      total = f32x4.add(total, v128.load(partials + ((part * length + i) << 4)));
    }
    const at = gradient + (i << 2);
    store<f32>(at, load<f32>(at) + sum(total));
  }
}
