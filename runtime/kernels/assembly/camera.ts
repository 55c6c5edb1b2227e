/** Vertices to pixels. A frame is 13 floats: right, up, back, eye, focal. */

export function project(begin: u32, end: u32, positions: usize, frame: usize, size: u32, screen: usize): void {
  const half: f32 = 0.5 * <f32>size;
  const k = half * load<f32>(frame, 48);
  for (let i: usize = begin; i < <usize>end; i++) {
    const p = positions + i * 12;
    const x = load<f32>(p) - load<f32>(frame, 36);
    const y = load<f32>(p, 4) - load<f32>(frame, 40);
    const z = load<f32>(p, 8) - load<f32>(frame, 44);
    const xc = load<f32>(frame) * x + load<f32>(frame, 4) * y + load<f32>(frame, 8) * z;
    const yc = load<f32>(frame, 12) * x + load<f32>(frame, 16) * y + load<f32>(frame, 20) * z;
    const depth = -(load<f32>(frame, 24) * x + load<f32>(frame, 28) * y + load<f32>(frame, 32) * z);
    const inverse: f32 = 1 / depth;
    const s = screen + (i << 4);
    store<f32>(s, half + k * xc * inverse);
    store<f32>(s, half - k * yc * inverse, 4);
    store<f32>(s, depth, 8);
    store<f32>(s, inverse, 12);
  }
}

export function projectBackward(
  begin: u32,
  end: u32,
  positions: usize,
  frame: usize,
  size: u32,
  screen: usize,
  screenGradient: usize,
  positionGradient: usize,
): void {
  const half: f32 = 0.5 * <f32>size;
  const k = half * load<f32>(frame, 48);
  for (let i: usize = begin; i < <usize>end; i++) {
    const du = load<f32>(screenGradient + (i << 3));
    const dv = load<f32>(screenGradient + (i << 3), 4);
    if (du == 0 && dv == 0) continue;
    const s = screen + (i << 4);
    const inverse = load<f32>(s, 12);
    const dx = k * inverse * du;
    const dy = -k * inverse * dv;
    // u − half and v − half are xc and yc times ±k/depth, and depth grows against `back`.
    const dz = inverse * (du * (load<f32>(s) - half) + dv * (load<f32>(s, 4) - half));
    for (let axis: usize = 0; axis < 12; axis += 4) {
      const at = positionGradient + i * 12 + axis;
      const d = dx * load<f32>(frame + axis) + dy * load<f32>(frame + axis, 12) + dz * load<f32>(frame + axis, 24);
      store<f32>(at, load<f32>(at) + d);
    }
  }
}
