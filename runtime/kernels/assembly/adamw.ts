/** AdamW over a range of parameters; clears the gradient. */

import { madd } from "./simd";

/** Where a moment is flushed to zero: denormals are slow, and never decay to zero by themselves. */
const TINY: f32 = 1e-36;

/** Parameters that are looked at together, and their bytes. */
const RUN: u32 = 32;
const RUN_BYTES: usize = 128;

/**
 * `rate` and `varianceScale` include the bias corrections: p ← p·(1 − decay) − rate·m / (√v·varianceScale + ε). Moments are flushed
 * where `flush` is not 0: it costs a quarter of the time, and they decay slowly.
 */
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
  flush: u32,
): void {
  const keep = f32x4.splat(1 - decay);
  const r = f32x4.splat(-rate);
  const c1 = f32x4.splat(1 - beta1);
  const b2 = f32x4.splat(beta2);
  const c2 = f32x4.splat(1 - beta2);
  const s = f32x4.splat(varianceScale);
  const e = f32x4.splat(epsilon);
  const zero = f32x4.splat(0);
  const tiny = f32x4.splat(TINY);
  let i = begin;
  for (; i + RUN <= end; i += RUN) {
    const at = <usize>i << 2;
    // What has ever moved has a variance: one look is enough for most.
    const resting = decay == 0 && load<u32>(variance + at) == 0;
    if (resting && !any(variance + at) && !any(gradient + at) && !any(mean + at)) continue;
    for (let k: usize = at; k < at + RUN_BYTES; k += 16) {
      const g = v128.load(gradient + k);
      const before = v128.load(mean + k);
      let m = madd(c1, f32x4.sub(g, before), before);
      let v = madd(f32x4.mul(c2, g), g, f32x4.mul(b2, v128.load(variance + k)));
      if (flush) {
        m = v128.and(m, f32x4.gt(f32x4.abs(m), tiny));
        v = v128.and(v, f32x4.gt(v, tiny));
      }
      const update = f32x4.div(f32x4.mul(r, m), madd(f32x4.sqrt(v), s, e));
      v128.store(parameters + k, madd(v128.load(parameters + k), keep, update));
      v128.store(mean + k, m);
      v128.store(variance + k, v);
      v128.store(gradient + k, zero);
    }
  }
  for (; i < end; i++) {
    const at = <usize>i << 2;
    const g = load<f32>(gradient + at);
    let m = load<f32>(mean + at);
    m += (1 - beta1) * (g - m);
    let v = beta2 * load<f32>(variance + at) + (1 - beta2) * g * g;
    if (flush && !(abs(m) > TINY)) m = 0;
    if (flush && !(v > TINY)) v = 0;
    const update = (rate * m) / (sqrt(v) * varianceScale + epsilon);
    store<f32>(parameters + at, load<f32>(parameters + at) * (1 - decay) - update);
    store<f32>(mean + at, m);
    store<f32>(variance + at, v);
    store<f32>(gradient + at, 0);
  }
}

/** Whether one of a run is not +0. */
function any(at: usize): bool {
  let bits = v128.load(at);
  for (let k: usize = 16; k < RUN_BYTES; k += 16) bits = v128.or(bits, v128.load(at + k));
  return v128.any_true(bits);
}
