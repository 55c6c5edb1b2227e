// Stands at the head of every file: which item a thread works on, and sums that do not depend on the order of their terms.
//
// WGSL has no atomic floats, and adding floats in any order would give other bits in every run. A sum is a 64-bit fixed-point number in two
// words (low, high); carries travel by the low word's old value. Its unit is 2^-42 of the largest term that was announced in `largest`, which
// leaves 2^20 such terms before it overflows; a single term may be 2^18 times as large.

fn item(id: vec3u, groups: vec3u) -> u32 {
  return id.x + id.y * groups.x * 64u;
}

@group(0) @binding(1) var<storage, read_write> sums: array<atomic<u32>>;
// Bits of the largest magnitude among the terms.
@group(0) @binding(2) var<storage, read> largest: array<u32>;

// 2^exponent.
fn power(exponent: i32) -> f32 {
  return bitcast<f32>(u32(exponent + 127) << 23u);
}

// How far terms are moved to the left, so that the largest has 11 bits in the high word.
fn shiftOf(bits: u32) -> i32 {
  return clamp(10 - (i32(bits >> 23u) - 127), -126, 126);
}

fn addTo(sum: u32, value: f32) {
  let magnitude = min(abs(value) * power(shiftOf(largest[0])), 536870912.0);
  let whole = floor(magnitude);
  var low = u32((magnitude - whole) * 4294967296.0);
  var high = u32(whole);
  if (value < 0.0) {
    high = ~high + select(0u, 1u, low == 0u);
    low = 0u - low;
  }
  if (low != 0u) {
    let before = atomicAdd(&sums[sum * 2u], low);
    high += select(0u, 1u, before + low < before);
  }
  if (high != 0u) {
    atomicAdd(&sums[sum * 2u + 1u], high);
  }
}
