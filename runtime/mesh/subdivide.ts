/** Connectivity of one Catmull–Clark step, computed once for all shapes of a mesh. */
export interface Subdivision {
  /** Control vertices V; refined vertices are V, then one an edge, then one a face. */
  controlCount: number;
  /** End vertices of each edge [E, 2], in the order in which faces name the edges first. */
  edges: Uint32Array;
  /** Faces at each edge [E, 2]; an edge of the border has its one face twice. */
  edgeFaces: Uint32Array;
  /** 1 for the edges of the border [E]. */
  border: Uint8Array;
  /** Corners of each face [F, 4]; a triangle repeats its last. */
  faces: Uint16Array;
  /** Edges that meet at each control vertex [V]. */
  valence: Uint8Array;
  /** Triangles of the refined mesh [2·corners, 3], counter-clockwise from outside. */
  triangles: Uint32Array;
}

/**
 * Prepares subdivision of a mesh. `assets/template/build/subdivide.py` numbers its vertices the same way.
 * @param faces [F, 4], a triangle repeats its last corner. @param count control vertices.
 */
export function prepareSubdivision(faces: Uint16Array, count: number): Subdivision {
  const faceCount = faces.length / 4;
  const edgeIds = new Map<number, number>();
  const edges: number[] = [];
  const edgeFaces: number[] = [];
  const border: number[] = [];
  const valence = new Uint8Array(count);
  const corners: number[] = [];
  for (let f = 0; f < faceCount; f++) {
    const size = cornerCount(faces, f);
    for (let k = 0; k < size; k++) {
      const a = faces[f * 4 + k];
      const b = faces[f * 4 + ((k + 1) % size)];
      const key = Math.min(a, b) * count + Math.max(a, b);
      const known = edgeIds.get(key);
      if (known === undefined) {
        edgeIds.set(key, edges.length / 2);
        edges.push(Math.min(a, b), Math.max(a, b));
        edgeFaces.push(f, f);
        border.push(1);
        valence[a]++;
        valence[b]++;
      } else {
        edgeFaces[known * 2 + 1] = f;
        border[known] = 0;
      }
    }
  }
  const edgeAt = (a: number, b: number) => count + edgeIds.get(Math.min(a, b) * count + Math.max(a, b))!;
  for (let f = 0; f < faceCount; f++) {
    const size = cornerCount(faces, f);
    const middle = count + edges.length / 2 + f;
    for (let k = 0; k < size; k++) {
      const vertex = faces[f * 4 + k];
      const next = edgeAt(vertex, faces[f * 4 + ((k + 1) % size)]);
      const before = edgeAt(faces[f * 4 + ((k + size - 1) % size)], vertex);
      corners.push(vertex, next, middle, vertex, middle, before);
    }
  }
  return {
    controlCount: count,
    edges: Uint32Array.from(edges),
    edgeFaces: Uint32Array.from(edgeFaces),
    border: Uint8Array.from(border),
    faces,
    valence,
    triangles: Uint32Array.from(corners),
  };
}

/**
 * Applies the Catmull–Clark rules to positions or, as they are linear, to offsets. Borders follow the cubic spline of their
 * own vertices.
 * @param control at least [V, 3]. @returns [V + E + F, 3].
 */
export function refine(subdivision: Subdivision, control: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const { controlCount, edges, edgeFaces, border, faces, valence } = subdivision;
  const edgeCount = edges.length / 2;
  const faceCount = faces.length / 4;
  const out = new Float32Array((controlCount + edgeCount + faceCount) * 3);
  const firstFace = controlCount + edgeCount;
  // Sums at each vertex: face points, then twice the edge middles, each divided by the valence below.
  const sums = new Float64Array(controlCount * 3);
  for (let f = 0; f < faceCount; f++) {
    const size = cornerCount(faces, f);
    for (let c = 0; c < 3; c++) {
      let mean = 0;
      for (let k = 0; k < size; k++) mean += control[faces[f * 4 + k] * 3 + c];
      mean /= size;
      out[(firstFace + f) * 3 + c] = mean;
      for (let k = 0; k < size; k++) sums[faces[f * 4 + k] * 3 + c] += mean;
    }
  }
  for (let e = 0; e < edgeCount; e++) {
    const [a, b] = [edges[e * 2], edges[e * 2 + 1]];
    const [left, right] = [firstFace + edgeFaces[e * 2], firstFace + edgeFaces[e * 2 + 1]];
    for (let c = 0; c < 3; c++) {
      const ends = control[a * 3 + c] + control[b * 3 + c];
      const faceSum = out[left * 3 + c] + out[right * 3 + c];
      out[(controlCount + e) * 3 + c] = border[e] ? ends / 2 : (ends + faceSum) / 4;
      sums[a * 3 + c] += ends;
      sums[b * 3 + c] += ends;
    }
  }
  for (let v = 0; v < controlCount; v++) {
    const n = valence[v];
    for (let c = 0; c < 3; c++) out[v * 3 + c] = (sums[v * 3 + c] / n + (n - 3) * control[v * 3 + c]) / n;
  }
  smoothBorder(subdivision, control, out);
  return out;
}

/** (6P + A + B) / 8, where A and B are the neighbours along the border. */
function smoothBorder({ edges, border }: Subdivision, control: ArrayLike<number>, out: Float32Array): void {
  for (let e = 0; e < border.length; e++) {
    if (!border[e]) continue;
    for (const v of [edges[e * 2], edges[e * 2 + 1]]) out.fill(0, v * 3, v * 3 + 3);
  }
  for (let e = 0; e < border.length; e++) {
    if (!border[e]) continue;
    for (const [v, other] of [
      [edges[e * 2], edges[e * 2 + 1]],
      [edges[e * 2 + 1], edges[e * 2]],
    ]) {
      for (let c = 0; c < 3; c++) out[v * 3 + c] += (3 * control[v * 3 + c] + control[other * 3 + c]) / 8;
    }
  }
}

function cornerCount(faces: Uint16Array, face: number): number {
  return faces[face * 4 + 2] === faces[face * 4 + 3] ? 3 : 4;
}
