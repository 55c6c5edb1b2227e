import type { HeadKit } from "../../head/layers/kit.ts";
import type { LayeredHead, LayerMesh } from "../../head/layers/types.ts";
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
  const [{ positions: finest }] = levels;
  const count = finest.length / 3;
  // Chains of vertices whose places share a key, the first of them first; 0 ends one.
  const [heads, next] = [new Map<number, number>(), new Uint32Array(count)];
  for (let v = count - 1; v >= 0; v--) {
    const key = keyOf(finest, 3 * v);
    next[v] = heads.get(key) ?? 0;
    heads.set(key, v + 1);
  }
  return levels.map(({ positions }, level) =>
    Uint32Array.from({ length: positions.length / 3 }, (_, v) => {
      let found = heads.get(keyOf(positions, 3 * v)) ?? 0;
      while (found > 0 && !isSame(positions, 3 * v, finest, 3 * (found - 1))) found = next[found - 1];
      if (found === 0) throw new RangeError(`vertex ${v} of the skin's level ${level} is none of its finest`);
      return found - 1;
    }),
  );
}

/** A small integer by place, of which few places share one. */
const keyOf = (at: Float32Array, i: number) => (8191 * at[i] + 131071 * at[i + 1] + 1e6 * at[i + 2]) | 0;
const isSame = (a: Float32Array, i: number, b: Float32Array, j: number) =>
  a[i] === b[j] && a[i + 1] === b[j + 1] && a[i + 2] === b[j + 2];

/** Values [N, 3] of the finest level's vertices at those of another. */
export function atLevel(values: Float32Array, vertices: Uint32Array): Float32Array {
  const out = new Float32Array(3 * vertices.length);
  for (let v = 0; v < vertices.length; v++) out.set(values.subarray(3 * vertices[v], 3 * vertices[v] + 3), 3 * v);
  return out;
}
