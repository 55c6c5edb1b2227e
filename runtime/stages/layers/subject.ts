import type { HeadKit } from "../../head/layers/kit.ts";
import type { LayeredHead, LayerMesh } from "../../head/layers/types.ts";
import { weldPlaces } from "../../mesh/weld-places.ts";
import { twinsOf } from "./twins.ts";

/** The head that the stages work on; none of it is changed. */
export interface LayeredSubject {
  head: LayeredHead;
  /** [478, 3] MediaPipe landmarks in head space. */
  landmarks: Float32Array;
  /** Region of each vertex of each of the skin's levels, an index into `regionNames`. */
  regions: Uint8Array[];
  regionNames: string[];
  /** Of each vertex of the skin's finest level: the one across the middle of the average face. */
  twins: Uint32Array;
}

/** What an edit's stage keeps of its parent. */
export interface KeptSkin {
  /** [V, 3] what the parent learned, at the vertices of the skin's finest level. */
  before: Float32Array;
  /** How much each vertex of each of the skin's levels may change, in [0, 1]; elsewhere the parent's stands. */
  masks: Float32Array[];
}

/** What the stages need to know of a head that was built from a kit. */
export function subjectOf(
  { average, anatomy }: Pick<HeadKit, "average" | "anatomy">,
  { head, landmarks }: Pick<LayeredSubject, "head" | "landmarks">,
): LayeredSubject {
  const twins = twinsOf(average.layers.Skin[0]);
  return { head, landmarks, regions: average.regions, regionNames: anatomy.regionNames, twins };
}

/** The skin, which every layered head has. @throws RangeError where it has none. */
export function skinOf({ layers }: Pick<LayeredHead, "layers">) {
  const skin = layers.find(({ name }) => name === "Skin");
  if (!skin) throw new RangeError("the layered head has no Skin");
  return skin;
}

/**
 * The vertex of the finest level at the place of each vertex of each level of a head as it was built, whose coarser levels lie on the finest.
 * @throws RangeError where one does not.
 */
export function finestVertices(levels: Pick<LayerMesh, "positions">[]): Uint32Array[] {
  const first = weldPlaces(joinPlaces(levels));
  const count = levels[0].positions.length / 3;
  let begin = 0;
  return levels.map(({ positions }, level) => {
    const vertices = first.slice(begin, begin + positions.length / 3);
    begin += vertices.length;
    const other = vertices.findIndex((v) => v >= count);
    if (other < 0) return vertices;
    throw new RangeError(`vertex ${other} of the skin's level ${level} is none of its finest`);
  });
}

/** The vertices of all levels, one level after the other. */
export function joinPlaces(levels: Pick<LayerMesh, "positions">[]): Float32Array {
  const out = new Float32Array(levels.reduce((sum, { positions }) => sum + positions.length, 0));
  let at = 0;
  for (const { positions } of levels) {
    out.set(positions, at);
    at += positions.length;
  }
  return out;
}

/** Values [N, 3] of the finest level's vertices at those of another. */
export function atLevel(values: Float32Array, vertices: Uint32Array): Float32Array {
  const out = new Float32Array(3 * vertices.length);
  for (let v = 0; v < vertices.length; v++) out.set(values.subarray(3 * vertices[v], 3 * vertices[v] + 3), 3 * v);
  return out;
}
