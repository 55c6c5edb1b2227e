/** Vector helpers. The relaxed build fuses multiply and add where the processor can; the plain one rounds in between. */

// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Lane 0 + 1 + 2 + 3, from the left. */
// @ts-ignore: decorator
@inline
export function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

// @ts-ignore: decorator
@inline
export function loadF32(base: usize, index: usize): f32 {
  return load<f32>(base + (index << 2));
}

// @ts-ignore: decorator
@inline
export function addF32(base: usize, index: usize, value: f32): void {
  const at = base + (index << 2);
  store<f32>(at, load<f32>(at) + value);
}

/**
 * tanh by Lambert's continued fraction, cut off at x⁹/x⁸ and at ±1: off by less than 7e-7 up to |x| = 5 and by less than 6e-6 beyond, exact to
 * float32 where |x| is small.
 */
// @ts-ignore: decorator
@inline
export function tanh(value: v128): v128 {
  const x = f32x4.max(f32x4.splat(-8), f32x4.min(f32x4.splat(8), value));
  const s = f32x4.mul(x, x);
  let over = f32x4.add(s, f32x4.splat(990));
  over = madd(over, s, f32x4.splat(135135));
  over = madd(over, s, f32x4.splat(4729725));
  over = madd(over, s, f32x4.splat(34459425));
  let under = madd(f32x4.splat(45), s, f32x4.splat(13860));
  under = madd(under, s, f32x4.splat(945945));
  under = madd(under, s, f32x4.splat(16216200));
  under = madd(under, s, f32x4.splat(34459425));
  const one = f32x4.splat(1);
  return f32x4.max(f32x4.neg(one), f32x4.min(one, f32x4.div(f32x4.mul(x, over), under)));
}
