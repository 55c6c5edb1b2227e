/** A camera, or a light that shadows are drawn from: rows right, up, towards it. */
export interface Viewpoint {
  axes: [number[], number[], number[]];
  eye: number[];
  /** Focal length in half pictures; 0 is a parallel projection of half width `extent`. */
  focal: number;
  extent: number;
}

/** The nearest triangle at each pixel. `triangle` is −1 where there is none; `depth` is larger when nearer. */
export interface Hits {
  size: number;
  layer: Int16Array;
  triangle: Int32Array;
  /** Barycentric weights of the triangle's second and third corner, perspective-correct. */
  second: Float32Array;
  third: Float32Array;
  depth: Float32Array;
}

/** What is drawn: triangles by vertices. `keep` decides about a pixel by barycentric weights (alpha test). */
export interface Drawn {
  positions: Float32Array;
  triangles: Uint32Array;
  doubleSided: boolean;
  keep?: (triangle: number, second: number, third: number) => boolean;
}

export function lookFrom(
  azimuth: number,
  elevation: number,
  distance: number,
  fov: number,
  target: number[],
): Viewpoint {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const towards = [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
  return {
    axes: axesTowards(towards),
    eye: towards.map((x, c) => target[c] + distance * x),
    focal: 1 / Math.tan((fov * Math.PI) / 360),
    extent: 0,
  };
}

export function axesTowards(towards: number[]): Viewpoint["axes"] {
  const length = Math.hypot(towards[0], towards[2]);
  const right = [towards[2] / length, 0, -towards[0] / length];
  const up = [
    towards[1] * right[2] - towards[2] * right[1],
    towards[2] * right[0] - towards[0] * right[2],
    towards[0] * right[1] - towards[1] * right[0],
  ];
  return [right, up, towards];
}

export function emptyHits(size: number): Hits {
  return {
    size,
    layer: new Int16Array(size * size).fill(-1),
    triangle: new Int32Array(size * size).fill(-1),
    second: new Float32Array(size * size),
    third: new Float32Array(size * size),
    depth: new Float32Array(size * size).fill(Number.NEGATIVE_INFINITY),
  };
}

/** Pixel x, y and depth (larger is nearer) of points [V, 3]; w is what depth interpolates linearly by. */
export function project(positions: Float32Array, { axes, eye, focal, extent }: Viewpoint, size: number): Float32Array {
  const out = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const d = [positions[i] - eye[0], positions[i + 1] - eye[1], positions[i + 2] - eye[2]];
    const [x, y, z] = axes.map((row) => row[0] * d[0] + row[1] * d[1] + row[2] * d[2]);
    const scale = focal > 0 ? focal / -z : 1 / extent;
    out[i] = (0.5 + 0.5 * x * scale) * size;
    out[i + 1] = (0.5 - 0.5 * y * scale) * size;
    out[i + 2] = focal > 0 ? -1 / z : z;
  }
  return out;
}

/** Draws a layer into the hits, nearest first. */
export function rasterise(hits: Hits, layer: number, drawn: Drawn, view: Viewpoint): void {
  const { size } = hits;
  const p = project(drawn.positions, view, size);
  const perspective = view.focal > 0;
  const { triangles } = drawn;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [3 * triangles[t], 3 * triangles[t + 1], 3 * triangles[t + 2]];
    if (perspective && (p[a + 2] <= 0 || p[b + 2] <= 0 || p[c + 2] <= 0)) continue;
    const area = (p[b] - p[a]) * (p[c + 1] - p[a + 1]) - (p[c] - p[a]) * (p[b + 1] - p[a + 1]);
    if (area === 0 || (area > 0 && !drawn.doubleSided)) continue; // y points down: fronts are negative
    const x0 = Math.max(0, Math.ceil(Math.min(p[a], p[b], p[c]) - 0.5));
    const x1 = Math.min(size - 1, Math.floor(Math.max(p[a], p[b], p[c]) - 0.5));
    const y0 = Math.max(0, Math.ceil(Math.min(p[a + 1], p[b + 1], p[c + 1]) - 0.5));
    const y1 = Math.min(size - 1, Math.floor(Math.max(p[a + 1], p[b + 1], p[c + 1]) - 0.5));
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        const wb = ((p[c + 1] - p[a + 1]) * (px - p[a]) - (p[c] - p[a]) * (py - p[a + 1])) / area;
        const wc = ((p[b] - p[a]) * (py - p[a + 1]) - (p[b + 1] - p[a + 1]) * (px - p[a])) / area;
        const wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const depth = wa * p[a + 2] + wb * p[b + 2] + wc * p[c + 2];
        const at = y * size + x;
        if (depth <= hits.depth[at]) continue;
        const second = perspective ? (wb * p[b + 2]) / depth : wb;
        const third = perspective ? (wc * p[c + 2]) / depth : wc;
        if (drawn.keep && !drawn.keep(t / 3, second, third)) continue;
        hits.depth[at] = depth;
        hits.layer[at] = layer;
        hits.triangle[at] = t / 3;
        hits.second[at] = second;
        hits.third[at] = third;
      }
    }
  }
}
