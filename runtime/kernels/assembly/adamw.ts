/** AdamW over a range of parameters; clears the gradient. */

import { madd } from "./simd";

/** Below this a moment is flushed to zero: denormals are slow, and never decay to zero by themselves. */
const TINY: f32 = 1e-37;

/** `rate` and `varianceScale` include the bias corrections: p ← p·(1 − decay) − rate·m / (√v·varianceScale + ε). */
export function adamw(
  begin: u32,
  end: u32,
  parameters: usize,
  gradient: usize,
  mean: usize,
  variance: usize,
  rate: f32,
  beta1: f32,
  beta2: f32,
  varianceScale: f32,
  epsilon: f32,
  decay: f32,
): void {
  const keep = f32x4.splat(1 - decay);
  const r = f32x4.splat(rate);
  const b1 = f32x4.splat(beta1);
  const c1 = f32x4.splat(1 - beta1);
  const b2 = f32x4.splat(beta2);
  const c2 = f32x4.splat(1 - beta2);
  const s = f32x4.splat(varianceScale);
  const e = f32x4.splat(epsilon);
  const zero = f32x4.splat(0);
  const tiny = f32x4.splat(TINY);
  let i = begin;
  for (; i + 16 <= end; i += 16) {
    const at = <usize>i << 2;
    if (decay == 0 && !v128.any_true(or4(gradient + at)) && !v128.any_true(or4(mean + at)) && !v128.any_true(or4(variance + at))) continue;
    for (let k: usize = at; k < at + 64; k += 16) {
      const g = v128.load(gradient + k);
      let m = madd(b1, v128.load(mean + k), f32x4.mul(c1, g));
      let v = madd(f32x4.mul(c2, g), g, f32x4.mul(b2, v128.load(variance + k)));
      m = v128.and(m, f32x4.gt(f32x4.abs(m), tiny));
      v = v128.and(v, f32x4.gt(v, tiny));
      const update = f32x4.div(f32x4.mul(r, m), madd(f32x4.sqrt(v), s, e));
      v128.store(parameters + k, f32x4.sub(f32x4.mul(v128.load(parameters + k), keep), update));
      v128.store(mean + k, m);
      v128.store(variance + k, v);
      v128.store(gradient + k, zero);
    }
  }
  for (; i < end; i++) {
    const at = <usize>i << 2;
    const g = load<f32>(gradient + at);
    let m = beta1 * load<f32>(mean + at) + (1 - beta1) * g;
    let v = beta2 * load<f32>(variance + at) + (1 - beta2) * g * g;
    if (!(abs(m) > TINY)) m = 0;
    if (!(v > TINY)) v = 0;
    const update = (rate * m) / (sqrt(v) * varianceScale + epsilon);
    store<f32>(parameters + at, load<f32>(parameters + at) * (1 - decay) - update);
    store<f32>(mean + at, m);
    store<f32>(variance + at, v);
    store<f32>(gradient + at, 0);
  }
}

/** Bitwise or of 16 floats: zero where all are +0. */
// @ts-ignore: decorator
@inline
function or4(at: usize): v128 {
  return v128.or(v128.or(v128.load(at), v128.load(at, 16)), v128.or(v128.load(at, 32), v128.load(at, 48)));
}
