/** Smoothness losses on closed, oriented meshes: every edge is met once in each direction, so a half-edge a → b with a < b is an edge. */

/** Mean over edges of 1 − cos between the unit normals at its ends; adds weight · gradient. */
export function normalConsistency(
  indices: usize,
  triangleCount: u32,
  normals: usize,
  weight: f32,
  normalGradient: usize,
): f32 {
  let loss: f64 = 0;
  const scale: f32 = -weight / (1.5 * <f32>triangleCount);
  for (let t: usize = 0; t < <usize>triangleCount; t++) {
    const a = load<u32>(indices + t * 12);
    const b = load<u32>(indices + t * 12, 4);
    const c = load<u32>(indices + t * 12, 8);
    if (a < b) loss += edge(a, b, normals, scale, normalGradient);
    if (b < c) loss += edge(b, c, normals, scale, normalGradient);
    if (c < a) loss += edge(c, a, normals, scale, normalGradient);
  }
  return <f32>(loss / (1.5 * <f64>triangleCount));
}

// @ts-ignore: decorator
@inline
function edge(a: u32, b: u32, normals: usize, scale: f32, gradient: usize): f64 {
  const p = normals + <usize>a * 12;
  const q = normals + <usize>b * 12;
  const da = gradient + <usize>a * 12;
  const db = gradient + <usize>b * 12;
  let cosine: f32 = 0;
  for (let k: usize = 0; k < 12; k += 4) {
    const x = load<f32>(p + k);
    const y = load<f32>(q + k);
    cosine += x * y;
    store<f32>(da + k, load<f32>(da + k) + scale * y);
    store<f32>(db + k, load<f32>(db + k) + scale * x);
  }
  return 1 - <f64>cosine;
}

/** Mean over vertices of ‖Σ over neighbours of (p − neighbour)‖; adds weight · gradient. `workspace`: three floats for every vertex. */
export function laplacian(
  indices: usize,
  triangleCount: u32,
  positions: usize,
  vertexCount: u32,
  weight: f32,
  positionGradient: usize,
  workspace: usize,
): f32 {
  memory.fill(workspace, 0, <usize>vertexCount * 12);
  spread(indices, triangleCount, positions, workspace);
  let loss: f64 = 0;
  const scale = weight / <f32>vertexCount;
  for (let i: usize = 0; i < <usize>vertexCount; i++) {
    const at = workspace + i * 12;
    const x = load<f32>(at);
    const y = load<f32>(at, 4);
    const z = load<f32>(at, 8);
    const length = sqrt(x * x + y * y + z * z);
    loss += <f64>length;
    const k: f32 = length > 0 ? scale / length : 0;
    store<f32>(at, x * k);
    store<f32>(at, y * k, 4);
    store<f32>(at, z * k, 8);
  }
  // The Laplacian is symmetric: its transpose, which carries the gradient, is itself.
  spread(indices, triangleCount, workspace, positionGradient);
  return <f32>(loss / <f64>vertexCount);
}

/** to[a] += from[a] − from[b] over half-edges a → b. */
function spread(indices: usize, triangleCount: u32, from: usize, to: usize): void {
  for (let t: usize = 0; t < <usize>triangleCount; t++) {
    const a = <usize>load<u32>(indices + t * 12) * 12;
    const b = <usize>load<u32>(indices + t * 12, 4) * 12;
    const c = <usize>load<u32>(indices + t * 12, 8) * 12;
    for (let k: usize = 0; k < 12; k += 4) {
      const x = load<f32>(from + a + k);
      const y = load<f32>(from + b + k);
      const z = load<f32>(from + c + k);
      store<f32>(to + a + k, load<f32>(to + a + k) + (x - y));
      store<f32>(to + b + k, load<f32>(to + b + k) + (y - z));
      store<f32>(to + c + k, load<f32>(to + c + k) + (z - x));
    }
  }
}
