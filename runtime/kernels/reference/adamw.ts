/** Readable twin of `assembly/adamw.ts`: AdamW (Loshchilov & Hutter 2019), with bias correction and decoupled weight decay. */

export interface AdamwNumbers {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
}

/** @param step From 1. */
export function adamw(
  values: Float32Array,
  gradient: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  step: number,
  { rate, beta1, beta2, epsilon, weightDecay }: AdamwNumbers,
): void {
  for (let i = 0; i < values.length; i++) {
    mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
    variance[i] = beta2 * variance[i] + (1 - beta2) * gradient[i] ** 2;
    const correctedMean = mean[i] / (1 - beta1 ** step);
    const correctedVariance = variance[i] / (1 - beta2 ** step);
    values[i] -= rate * weightDecay * values[i] + (rate * correctedMean) / (Math.sqrt(correctedVariance) + epsilon);
    gradient[i] = 0;
  }
}
