import { prepareSubdivision, type Subdivision } from "../../mesh/subdivide.ts";

/** Connectivity of one level, the same for every head. Points are places; vertices double at texture seams. */
export interface MeshPlan {
  /** U32 [V] its point. */
  points: Uint32Array;
  /** F32 [V, 2] as in glTF. */
  uvs: Float32Array;
  /** U32 [T, 3] vertices. */
  triangles: Uint32Array;
  /** U32 [V] the first vertex at the same point. */
  weld: Uint32Array;
}

/** Polygons with a texture: `points` [U] the control point of each texture vertex, `faces` [F, 4] of those. */
export interface TexturedFaces {
  points: ArrayLike<number>;
  uvs: Float32Array;
  faces: Uint16Array;
}

/** Of vertices given one by one. */
export function planMesh(points: Uint32Array, uvs: Float32Array, triangles: Uint32Array): MeshPlan {
  const first = new Map<number, number>();
  const weld = new Uint32Array(points.length);
  for (let v = 0; v < points.length; v++) {
    if (!first.has(points[v])) first.set(points[v], v);
    weld[v] = first.get(points[v])!;
  }
  return { points, uvs, triangles, weld };
}

/** The cage: quads in two triangles. Its points come first among the refined. */
export function planCage({ points, uvs, faces }: TexturedFaces): MeshPlan {
  const triangles: number[] = [];
  for (let f = 0; f < faces.length; f += 4) {
    const [a, b, c, d] = faces.subarray(f, f + 4);
    triangles.push(a, b, c);
    if (c !== d) triangles.push(a, c, d);
  }
  return planMesh(Uint32Array.from(points), uvs, Uint32Array.from(triangles));
}

/** Faces by their control points rather than by their texture's vertices [F, 4]. */
export function pointFaces({ points, faces }: TexturedFaces): Uint16Array {
  return faces.map((vertex) => points[vertex]);
}

/**
 * One refinement of textured faces: texture coordinates are refined linearly, so that they say the same as the cage's.
 * @param control the subdivision of the same faces by their points. @returns points as `refine` numbers them.
 */
export function planRefined(textured: TexturedFaces, control: Subdivision): MeshPlan {
  const { points, uvs, faces } = textured;
  const count = uvs.length / 2;
  const split = prepareSubdivision(faces, count);
  const edgeCount = split.edges.length / 2;
  const faceCount = faces.length / 4;
  const edgeIds = new Map<number, number>();
  for (let e = 0; e < control.edges.length; e += 2) {
    edgeIds.set(control.edges[e] * control.controlCount + control.edges[e + 1], e / 2);
  }
  const refinedPoints = new Uint32Array(count + edgeCount + faceCount);
  const refinedUvs = new Float32Array(2 * refinedPoints.length);
  refinedPoints.set(Array.from(points));
  refinedUvs.set(uvs);
  for (let e = 0; e < edgeCount; e++) {
    const [a, b] = [split.edges[2 * e], split.edges[2 * e + 1]];
    const [low, high] = [points[a], points[b]].sort((x, y) => x - y);
    refinedPoints[count + e] = control.controlCount + edgeIds.get(low * control.controlCount + high)!;
    for (let c = 0; c < 2; c++) refinedUvs[2 * (count + e) + c] = (uvs[2 * a + c] + uvs[2 * b + c]) / 2;
  }
  const firstFace = control.controlCount + control.edges.length / 2;
  for (let f = 0; f < faceCount; f++) {
    const at = count + edgeCount + f;
    refinedPoints[at] = firstFace + f;
    const corners = [...new Set(faces.subarray(4 * f, 4 * f + 4))];
    for (const corner of corners) {
      for (let c = 0; c < 2; c++) refinedUvs[2 * at + c] += uvs[2 * corner + c] / corners.length;
    }
  }
  return planMesh(refinedPoints, refinedUvs, split.triangles);
}

/** A plan with the vertices that its triangles use. */
export function compactPlan(plan: MeshPlan, triangles: Uint32Array): MeshPlan {
  const number = new Map<number, number>();
  const kept: number[] = [];
  const renumbered = triangles.map((v) => {
    if (!number.has(v)) {
      number.set(v, kept.length);
      kept.push(v);
    }
    return number.get(v)!;
  });
  const uvs = Float32Array.from(kept.flatMap((v) => [plan.uvs[2 * v], plan.uvs[2 * v + 1]]));
  return planMesh(
    Uint32Array.from(kept, (v) => plan.points[v]),
    uvs,
    renumbered,
  );
}
