/** Halves an image by averaging 2×2 pixels, and the gradient back. */

import { type Kernels, pointer } from "../kernels/load.ts";
import { pieces } from "../kernels/threads.ts";
import { PIXELS } from "./rasterise.ts";

/**
 * @param image Shape [size, size, channels], size even, in kernel memory.
 * @returns Shape [size/2, size/2, channels], in scratch memory.
 */
export function downsample(kernels: Kernels, image: Float32Array, size: number, channels: number): Float32Array {
  const half = size / 2;
  const output = kernels.scratch.f32(half * half * channels);
  kernels.run(
    pieces(half, PIXELS / size, (begin, end) => [
      "downsample",
      begin,
      end,
      size,
      channels,
      pointer(kernels, image),
      pointer(kernels, output),
    ]),
  );
  return output;
}

/** @returns Gradient of the image of `size`, in scratch memory. */
export function downsampleBackward(
  kernels: Kernels,
  outputGradient: Float32Array,
  size: number,
  channels: number,
): Float32Array {
  const gradient = kernels.scratch.f32(size * size * channels);
  kernels.run(
    pieces(size / 2, PIXELS / size, (begin, end) => [
      "downsampleBackward",
      begin,
      end,
      size,
      channels,
      pointer(kernels, outputGradient),
      pointer(kernels, gradient),
    ]),
  );
  return gradient;
}
