/** Readable twin of `assembly/camera.ts`. A frame is 13 numbers: right, up, back, eye, focal. */

/** Shape [n, 4]: u, v in pixels, depth, 1 / depth. */
export function project(positions: Float32Array, frame: ArrayLike<number>, size: number): Float32Array {
  const screen = new Float32Array((positions.length / 3) * 4);
  for (let i = 0; i < positions.length / 3; i++) {
    const { x, y, depth } = view(positions, i, frame);
    const k = (0.5 * size * frame[12]) / depth;
    screen.set([size / 2 + k * x, size / 2 - k * y, depth, 1 / depth], i * 4);
  }
  return screen;
}

/** Adds to `positionGradient` what follows from `screenGradient` [n, 2]. */
export function projectBackward(
  positions: Float32Array,
  frame: ArrayLike<number>,
  size: number,
  screenGradient: Float32Array,
  positionGradient: Float32Array,
): void {
  for (let i = 0; i < positions.length / 3; i++) {
    const { x, y, depth } = view(positions, i, frame);
    const k = (0.5 * size * frame[12]) / depth;
    const [du, dv] = [screenGradient[i * 2], screenGradient[i * 2 + 1]];
    const gradient = [k * du, -k * dv, (k * (x * du - y * dv)) / depth];
    for (let axis = 0; axis < 3; axis++) {
      for (let row = 0; row < 3; row++) positionGradient[i * 3 + axis] += gradient[row] * frame[row * 3 + axis];
    }
  }
}

function view(positions: Float32Array, i: number, frame: ArrayLike<number>): { x: number; y: number; depth: number } {
  const rows = [0, 1, 2].map((row) =>
    [0, 1, 2].reduce((sum, k) => sum + frame[row * 3 + k] * (positions[i * 3 + k] - frame[9 + k]), 0),
  );
  return { x: rows[0], y: rows[1], depth: -rows[2] };
}
