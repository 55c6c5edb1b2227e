/** Readable twin of `assembly/mlp-forward.ts` and `mlp-backward.ts`; points one after the other: x [count, inputs], weights [out, in]. */

export interface Layers {
  weights1: Float32Array;
  bias1: Float32Array;
  weights2: Float32Array;
  bias2: Float32Array;
}

/** y = W·x + b for one point. */
function linear(weights: Float32Array, bias: Float32Array, x: Float32Array): Float32Array {
  return bias.map((b, row) => {
    let total = b;
    for (let k = 0; k < x.length; k++) total += weights[row * x.length + k] * x[k];
    return total;
  });
}

export function mlpForward(
  layers: Layers,
  x: Float32Array,
  inputs: number,
): { hidden: Float32Array; outputs: Float32Array } {
  const count = x.length / inputs;
  const width = layers.bias1.length;
  const outputCount = layers.bias2.length;
  const hidden = new Float32Array(count * width);
  const outputs = new Float32Array(count * outputCount);
  for (let i = 0; i < count; i++) {
    const h = linear(layers.weights1, layers.bias1, x.subarray(i * inputs, (i + 1) * inputs)).map((v) =>
      Math.max(0, v),
    );
    hidden.set(h, i * width);
    outputs.set(linear(layers.weights2, layers.bias2, h), i * outputCount);
  }
  return { hidden, outputs };
}

/** Adds to `gradient`; returns the gradient of x. */
export function mlpBackward(
  layers: Layers,
  x: Float32Array,
  inputs: number,
  hidden: Float32Array,
  outputGradient: Float32Array,
  gradient: Layers,
): Float32Array {
  const count = x.length / inputs;
  const width = layers.bias1.length;
  const outputCount = layers.bias2.length;
  const xGradient = new Float32Array(x.length);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) {
      const h = hidden[i * width + j];
      let d = 0;
      for (let o = 0; o < outputCount; o++) {
        const dOut = outputGradient[i * outputCount + o];
        d += layers.weights2[o * width + j] * dOut;
        gradient.weights2[o * width + j] += dOut * h;
      }
      if (h <= 0) continue;
      gradient.bias1[j] += d;
      for (let k = 0; k < inputs; k++) {
        gradient.weights1[j * inputs + k] += d * x[i * inputs + k];
        xGradient[i * inputs + k] += d * layers.weights1[j * inputs + k];
      }
    }
    for (let o = 0; o < outputCount; o++) gradient.bias2[o] += outputGradient[i * outputCount + o];
  }
  return xGradient;
}
