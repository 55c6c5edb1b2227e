/** Readable twin of `assembly/downsample.ts`. */

export function downsample(image: Float32Array, size: number, channels: number): Float32Array {
  const half = size / 2;
  const output = new Float32Array(half * half * channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let k = 0; k < channels; k++) {
        output[((y >> 1) * half + (x >> 1)) * channels + k] += 0.25 * image[(y * size + x) * channels + k];
      }
    }
  }
  return output;
}

export function downsampleBackward(outputGradient: Float32Array, size: number, channels: number): Float32Array {
  const gradient = new Float32Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let k = 0; k < channels; k++) {
        const from = ((y >> 1) * (size / 2) + (x >> 1)) * channels + k;
        gradient[(y * size + x) * channels + k] = 0.25 * outputGradient[from];
      }
    }
  }
  return gradient;
}
