/** Readable twins of `assembly/mesh-losses.ts`, by explicit lists of edges and neighbours. */

/** Every edge of a mesh once, as pairs of vertices. */
function edgesOf(indices: Uint32Array): [number, number][] {
  const edges = new Map<string, [number, number]>();
  for (let t = 0; t < indices.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [indices[t + k], indices[t + ((k + 1) % 3)]].sort((x, y) => x - y);
      edges.set(`${a}-${b}`, [a, b]);
    }
  }
  return [...edges.values()];
}

/** Mean over edges of 1 − n_a·n_b; adds weight · gradient. */
export function normalConsistency(
  normals: Float32Array,
  indices: Uint32Array,
  weight: number,
  normalGradient: Float32Array,
): number {
  const edges = edgesOf(indices);
  let loss = 0;
  for (const [a, b] of edges) {
    loss += 1 / edges.length;
    for (let k = 0; k < 3; k++) {
      loss -= (normals[a * 3 + k] * normals[b * 3 + k]) / edges.length;
      normalGradient[a * 3 + k] -= (weight * normals[b * 3 + k]) / edges.length;
      normalGradient[b * 3 + k] -= (weight * normals[a * 3 + k]) / edges.length;
    }
  }
  return loss;
}

/** Mean over vertices of ‖Σ (p − neighbour)‖; adds weight · gradient. */
export function laplacian(
  positions: Float32Array,
  indices: Uint32Array,
  weight: number,
  positionGradient: Float32Array,
): number {
  const edges = edgesOf(indices);
  const count = positions.length / 3;
  const apply = (from: Float32Array, to: Float32Array) => {
    for (const [a, b] of edges) {
      for (let k = 0; k < 3; k++) {
        to[a * 3 + k] += from[a * 3 + k] - from[b * 3 + k];
        to[b * 3 + k] += from[b * 3 + k] - from[a * 3 + k];
      }
    }
  };
  const differences = new Float32Array(positions.length);
  apply(positions, differences);
  let loss = 0;
  for (let i = 0; i < positions.length; i += 3) {
    const length = Math.hypot(differences[i], differences[i + 1], differences[i + 2]);
    loss += length / count;
    for (let k = 0; k < 3; k++) differences[i + k] *= length > 0 ? weight / (length * count) : 0;
  }
  apply(differences, positionGradient);
  return loss;
}
