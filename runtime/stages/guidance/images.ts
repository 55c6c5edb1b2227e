/** [S, S, 3] in [0, 1] → [3, S, S] in [−1, 1], as the autoencoder wants images. */
export function toNetwork(image: Float32Array): Float32Array {
  return planes(image, (value) => value * 2 - 1);
}

/** What {@link toNetwork} undoes: [3, S, S] → [S, S, 3], kept in [0, 1]. */
export function fromPlanes(image: Float32Array): Float32Array {
  const pixels = image.length / 3;
  return image.map((_, i) => Math.min(1, Math.max(0, (image[(i % 3) * pixels + Math.floor(i / 3)] + 1) / 2)));
}

/** [S, S, 3] → [3, S, S], values kept (landmark maps). */
export function toPlanes(image: Float32Array): Float32Array {
  return planes(image, (value) => value);
}

/** Gradient of {@link toNetwork}: [3, S, S] → [S, S, 3], written into `out`. */
export function fromNetworkGradient(gradient: Float32Array, out: Float32Array): Float32Array {
  const pixels = gradient.length / 3;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) out[i * 3 + c] = 2 * gradient[c * pixels + i];
  }
  return out;
}

/** [s, s, 4] of normals and coverage in [0, 1] → [4, s, s] as a latent: normals in [−1, 1], coverage as it is. */
export function toLatent(image: Float32Array): Float32Array {
  const pixels = image.length / 4;
  const out = new Float32Array(image.length);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) out[c * pixels + i] = image[i * 4 + c] * 2 - 1;
    out[3 * pixels + i] = image[i * 4 + 3];
  }
  return out;
}

/** Gradient of {@link toLatent}: [4, s, s] → [s, s, 4], written into `out`. */
export function fromLatentGradient(gradient: Float32Array, out: Float32Array): Float32Array {
  const pixels = gradient.length / 4;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) out[i * 4 + c] = 2 * gradient[c * pixels + i];
    out[i * 4 + 3] = gradient[3 * pixels + i];
  }
  return out;
}

function planes(image: Float32Array, map: (value: number) => number): Float32Array {
  const pixels = image.length / 3;
  const out = new Float32Array(image.length);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) out[c * pixels + i] = map(image[i * 3 + c]);
  }
  return out;
}
