/** An eyeball in head space. */
export interface Eyeball {
  center: [number, number, number];
  radius: number;
}

/** Centre and mean radius of the points from `first` to before `last`. */
export function fitEye(control: Float32Array, first: number, last: number): Eyeball {
  const center: [number, number, number] = [0, 0, 0];
  for (let i = first * 3; i < last * 3; i++) center[i % 3] += control[i] / (last - first);
  let radius = 0;
  for (let p = first; p < last; p++) {
    radius += Math.hypot(...center.map((value, c) => control[3 * p + c] - value)) / (last - first);
  }
  return { center, radius };
}
