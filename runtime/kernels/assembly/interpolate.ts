/** Vertex attributes at pixels, and the gradient back to attributes and barycentrics. */

export function interpolate(
  pixelBegin: u32,
  pixelEnd: u32,
  triangles: usize,
  barycentrics: usize,
  indices: usize,
  attributes: usize,
  channels: u32,
  image: usize,
): void {
  const stride = <usize>channels << 2;
  for (let i: usize = pixelBegin; i < <usize>pixelEnd; i++) {
    const out = image + i * stride;
    const t = load<i32>(triangles + (i << 2));
    if (t < 0) {
      for (let k: usize = 0; k < stride; k += 4) store<f32>(out + k, 0);
      continue;
    }
    const corner = indices + <usize>t * 12;
    const a = attributes + <usize>load<u32>(corner) * stride;
    const b = attributes + <usize>load<u32>(corner, 4) * stride;
    const c = attributes + <usize>load<u32>(corner, 8) * stride;
    const wa = load<f32>(barycentrics + i * 12);
    const wb = load<f32>(barycentrics + i * 12, 4);
    const wc = load<f32>(barycentrics + i * 12, 8);
    for (let k: usize = 0; k < stride; k += 4) {
      store<f32>(out + k, wa * load<f32>(a + k) + wb * load<f32>(b + k) + wc * load<f32>(c + k));
    }
  }
}

/** Adds to the attributes' gradient; sets the barycentrics' where its pointer is not 0. */
export function interpolateBackward(
  pixels: u32,
  triangles: usize,
  barycentrics: usize,
  indices: usize,
  attributes: usize,
  channels: u32,
  imageGradient: usize,
  attributeGradient: usize,
  barycentricGradient: usize,
): void {
  const stride = <usize>channels << 2;
  for (let i: usize = 0; i < <usize>pixels; i++) {
    const t = load<i32>(triangles + (i << 2));
    const db = barycentricGradient + i * 12;
    if (t < 0) {
      if (barycentricGradient) memory.fill(db, 0, 12);
      continue;
    }
    const corner = indices + <usize>t * 12;
    const from = imageGradient + i * stride;
    for (let j: usize = 0; j < 12; j += 4) {
      const vertex = <usize>load<u32>(corner + j) * stride;
      const weight = load<f32>(barycentrics + i * 12 + j);
      let dot: f32 = 0;
      for (let k: usize = 0; k < stride; k += 4) {
        const d = load<f32>(from + k);
        dot += d * load<f32>(attributes + vertex + k);
        const at = attributeGradient + vertex + k;
        store<f32>(at, load<f32>(at) + weight * d);
      }
      if (barycentricGradient) store<f32>(db + j, dot);
    }
  }
}
