/** 2×2 box filter on images [size, size, channels], and its gradient; rows are those of the small image. */

export function downsample(rowBegin: u32, rowEnd: u32, size: u32, channels: u32, image: usize, output: usize): void {
  const pixel = <usize>channels << 2;
  const row = <usize>size * pixel;
  const half = size >> 1;
  for (let y = rowBegin; y < rowEnd; y++) {
    let from = image + <usize>y * 2 * row;
    let to = output + <usize>y * half * pixel;
    for (let x: u32 = 0; x < half; x++) {
      for (let k: usize = 0; k < pixel; k += 4) {
        const a = from + k;
        store<f32>(
          to + k,
          0.25 * (load<f32>(a) + load<f32>(a + pixel) + load<f32>(a + row) + load<f32>(a + row + pixel)),
        );
      }
      from += 2 * pixel;
      to += pixel;
    }
  }
}

export function downsampleBackward(
  rowBegin: u32,
  rowEnd: u32,
  size: u32,
  channels: u32,
  outputGradient: usize,
  imageGradient: usize,
): void {
  const pixel = <usize>channels << 2;
  const row = <usize>size * pixel;
  const half = size >> 1;
  for (let y = rowBegin; y < rowEnd; y++) {
    let from = outputGradient + <usize>y * half * pixel;
    let to = imageGradient + <usize>y * 2 * row;
    for (let x: u32 = 0; x < half; x++) {
      for (let k: usize = 0; k < pixel; k += 4) {
        const d: f32 = 0.25 * load<f32>(from + k);
        store<f32>(to + k, d);
        store<f32>(to + k + pixel, d);
        store<f32>(to + k + row, d);
        store<f32>(to + k + row + pixel, d);
      }
      from += pixel;
      to += 2 * pixel;
    }
  }
}
