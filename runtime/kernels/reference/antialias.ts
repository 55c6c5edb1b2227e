/** Readable twin of `assembly/antialias.ts`: finds seams and blends them. */

import type { RasterImages } from "./rasterise.ts";

export interface Seam {
  near: number;
  far: number;
  /** Vertices of the silhouette edge. */
  edge: [number, number];
  /** From the near pixel's centre, in pixels. */
  distance: number;
}

/** Seams of a closed mesh, by triangle, edge and line. */
export function findSeams(raster: RasterImages, screen: Float32Array, indices: Uint32Array, size: number): Seam[] {
  const corners = (t: number) => [indices[t * 3], indices[t * 3 + 1], indices[t * 3 + 2]];
  const facing = (t: number) => {
    const [a, b, c] = corners(t).map((v) => [screen[v * 4], screen[v * 4 + 1]]);
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) < 0;
  };
  const behind = new Map<string, number>();
  for (let t = 0; t < indices.length / 3; t++) {
    const v = corners(t);
    for (let k = 0; k < 3; k++) behind.set(`${v[(k + 1) % 3]}-${v[k]}`, t);
  }
  /** Where edge p–q meets the line across = `line`, or nothing. */
  const meet = (p: number, q: number, along: number, line: number) => {
    const [pa, qa] = [screen[p * 4 + 1 - along], screen[q * 4 + 1 - along]];
    if (pa < line === qa < line) return undefined;
    const w = (line - pa) / (qa - pa);
    return { w, at: screen[p * 4 + along] + w * (screen[q * 4 + along] - screen[p * 4 + along]) };
  };
  const reaches = (start: number, p: number, q: number, along: number, line: number, centre: number, way: number) => {
    let t = start;
    for (let step = 0; step < 64 && t >= 0; step++) {
      const v = corners(t);
      const exits = [0, 1, 2]
        .map((k) => ({ p: v[k], q: v[(k + 1) % 3], hit: meet(v[k], v[(k + 1) % 3], along, line) }))
        .filter(({ hit }) => hit)
        .map((exit) => ({ ...exit, distance: way * (exit.hit!.at - centre) }))
        .sort((x, y) => y.distance - x.distance);
      if (exits.length === 0) return false;
      if (exits[0].p === p && exits[0].q === q) return true;
      if (exits[0].distance < 0 || exits[0].distance > 1) return false;
      t = behind.get(`${exits[0].p}-${exits[0].q}`) ?? -1;
      if (t >= 0 && !facing(t)) return false;
    }
    return false;
  };
  const seams: Seam[] = [];
  for (let t = 0; t < indices.length / 3; t++) {
    if (!facing(t)) continue;
    const v = corners(t);
    for (let k = 0; k < 3; k++) {
      const [p, q] = [v[k], v[(k + 1) % 3]];
      const other = behind.get(`${p}-${q}`);
      if (other !== undefined && facing(other)) continue;
      const du = screen[q * 4] - screen[p * 4];
      const dv = screen[q * 4 + 1] - screen[p * 4 + 1];
      const along = Math.abs(dv) >= Math.abs(du) ? 0 : 1;
      const inner = (along === 0 ? dv > 0 : du < 0) ? 1 : -1;
      for (let i = 0; i < size; i++) {
        const hit = meet(p, q, along, i + 0.5);
        if (!hit) continue;
        const near = inner > 0 ? Math.ceil(hit.at - 0.5) : Math.floor(hit.at - 0.5);
        const far = near - inner;
        if (Math.min(near, far) < 0 || Math.max(near, far) >= size) continue;
        const pixel = (j: number) => (along === 0 ? i * size + j : j * size + i);
        const inverse = screen[p * 4 + 3] + hit.w * (screen[q * 4 + 3] - screen[p * 4 + 3]);
        if (raster.inverseDepth[pixel(far)] >= inverse) continue;
        if (!reaches(raster.triangles[pixel(near)], p, q, along, i + 0.5, near + 0.5, -inner)) continue;
        seams.push({ near: pixel(near), far: pixel(far), edge: [p, q], distance: inner * (near + 0.5 - hit.at) });
      }
    }
  }
  return seams;
}

/** The near surface takes distance − ½ of the far pixel, or gives it. */
export function blendSeams(image: Float32Array, channels: number, seams: Seam[]): Float32Array {
  const output = image.slice();
  for (const { near, far, distance } of seams) {
    const share = Math.fround(distance - 0.5);
    const to = share > 0 ? far : near;
    for (let k = 0; k < channels; k++) {
      output[to * channels + k] += share * (image[near * channels + k] - image[far * channels + k]);
    }
  }
  return output;
}
