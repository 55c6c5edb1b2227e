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
