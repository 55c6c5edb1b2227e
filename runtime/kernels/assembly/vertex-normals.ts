/** Area-weighted vertex normals: the normalised sum of the cross products of the faces around. */

export function vertexNormals(
  positions: usize,
  vertexCount: u32,
  indices: usize,
  triangleCount: u32,
  normals: usize,
  lengths: usize,
): void {
  memory.fill(normals, 0, <usize>vertexCount * 12);
  for (let t: usize = 0; t < <usize>triangleCount; t++) {
    const a = <usize>load<u32>(indices + t * 12) * 12;
    const b = <usize>load<u32>(indices + t * 12, 4) * 12;
    const c = <usize>load<u32>(indices + t * 12, 8) * 12;
    const ax = load<f32>(positions + a);
    const ay = load<f32>(positions + a, 4);
    const az = load<f32>(positions + a, 8);
    const ux = load<f32>(positions + b) - ax;
    const uy = load<f32>(positions + b, 4) - ay;
    const uz = load<f32>(positions + b, 8) - az;
    const vx = load<f32>(positions + c) - ax;
    const vy = load<f32>(positions + c, 4) - ay;
    const vz = load<f32>(positions + c, 8) - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    add3(normals + a, nx, ny, nz);
    add3(normals + b, nx, ny, nz);
    add3(normals + c, nx, ny, nz);
  }
  for (let i: usize = 0; i < <usize>vertexCount; i++) {
    const n = normals + i * 12;
    const x = load<f32>(n);
    const y = load<f32>(n, 4);
    const z = load<f32>(n, 8);
    const length = sqrt(x * x + y * y + z * z);
    const inverse: f32 = length > 0 ? 1 / length : 0;
    store<f32>(lengths + (i << 2), length);
    store<f32>(n, x * inverse);
    store<f32>(n, y * inverse, 4);
    store<f32>(n, z * inverse, 8);
  }
}

/** Sums shorter than this (twice an area) pass no gradient: slivers would get an enormous one. */
const LEAST_LENGTH: f32 = 1e-12;

/** Adds to the positions' gradient; `workspace` holds three floats for every vertex. */
export function vertexNormalsBackward(
  positions: usize,
  vertexCount: u32,
  indices: usize,
  triangleCount: u32,
  normals: usize,
  lengths: usize,
  normalGradient: usize,
  positionGradient: usize,
  workspace: usize,
): void {
  for (let i: usize = 0; i < <usize>vertexCount; i++) {
    const length = load<f32>(lengths + (i << 2));
    const inverse: f32 = length > LEAST_LENGTH ? 1 / length : 0;
    const n = normals + i * 12;
    const d = normalGradient + i * 12;
    const x = load<f32>(n);
    const y = load<f32>(n, 4);
    const z = load<f32>(n, 8);
    const along = x * load<f32>(d) + y * load<f32>(d, 4) + z * load<f32>(d, 8);
    const w = workspace + i * 12;
    store<f32>(w, (load<f32>(d) - along * x) * inverse);
    store<f32>(w, (load<f32>(d, 4) - along * y) * inverse, 4);
    store<f32>(w, (load<f32>(d, 8) - along * z) * inverse, 8);
  }
  for (let t: usize = 0; t < <usize>triangleCount; t++) {
    const a = <usize>load<u32>(indices + t * 12) * 12;
    const b = <usize>load<u32>(indices + t * 12, 4) * 12;
    const c = <usize>load<u32>(indices + t * 12, 8) * 12;
    // Gradient of the face's cross product n = u × v: du = v × d, dv = d × u.
    const dx = load<f32>(workspace + a) + load<f32>(workspace + b) + load<f32>(workspace + c);
    const dy = load<f32>(workspace + a, 4) + load<f32>(workspace + b, 4) + load<f32>(workspace + c, 4);
    const dz = load<f32>(workspace + a, 8) + load<f32>(workspace + b, 8) + load<f32>(workspace + c, 8);
    if (dx == 0 && dy == 0 && dz == 0) continue;
    const ax = load<f32>(positions + a);
    const ay = load<f32>(positions + a, 4);
    const az = load<f32>(positions + a, 8);
    const ux = load<f32>(positions + b) - ax;
    const uy = load<f32>(positions + b, 4) - ay;
    const uz = load<f32>(positions + b, 8) - az;
    const vx = load<f32>(positions + c) - ax;
    const vy = load<f32>(positions + c, 4) - ay;
    const vz = load<f32>(positions + c, 8) - az;
    const bx = vy * dz - vz * dy;
    const by = vz * dx - vx * dz;
    const bz = vx * dy - vy * dx;
    const cx = dy * uz - dz * uy;
    const cy = dz * ux - dx * uz;
    const cz = dx * uy - dy * ux;
    add3(positionGradient + a, -bx - cx, -by - cy, -bz - cz);
    add3(positionGradient + b, bx, by, bz);
    add3(positionGradient + c, cx, cy, cz);
  }
}

// @ts-ignore: decorator
@inline
function add3(at: usize, x: f32, y: f32, z: f32): void {
  store<f32>(at, load<f32>(at) + x);
  store<f32>(at, load<f32>(at, 4) + y, 4);
  store<f32>(at, load<f32>(at, 8) + z, 8);
}
