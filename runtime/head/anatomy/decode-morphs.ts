import type { ControlMorph } from "./anatomy.ts";

/** How a morph is stored: sparse offsets of one half where it is symmetric, nothing where it is another's mirror image. */
export type MorphEntry =
  | { name: string; mirrorOf: string }
  | { name: string; symmetric: boolean; first: number; count: number; scale: number };

/**
 * @param indices U16 and deltas I16 [., 3] of all stored morphs, one after the other; offset = delta · scale.
 * @param points how many control points there are; `mirror` names each one's twin on the other side.
 */
export function decodeMorphs(
  entries: MorphEntry[],
  indices: Uint16Array,
  deltas: Int16Array,
  { mirror, points }: { mirror: Uint16Array; points: number },
): Map<string, ControlMorph> {
  const out = new Map<string, ControlMorph>();
  const dense = new Float32Array(3 * points);
  for (const entry of entries) {
    dense.fill(0);
    if ("mirrorOf" in entry) {
      const twin = out.get(entry.mirrorOf)!;
      for (const [i, point] of twin.indices.entries()) {
        const at = 3 * mirror[point];
        for (let c = 0; c < 3; c++) dense[at + c] = twin.offsets[3 * i + c] * (c === 0 ? -1 : 1);
      }
    } else {
      for (let i = entry.first; i < entry.first + entry.count; i++) {
        for (let c = 0; c < 3; c++) {
          const offset = deltas[3 * i + c] * entry.scale;
          dense[3 * indices[i] + c] = offset;
          if (entry.symmetric && mirror[indices[i]] !== indices[i]) {
            dense[3 * mirror[indices[i]] + c] = c === 0 ? -offset : offset;
          }
        }
      }
    }
    out.set(entry.name, gatherMorph(dense));
  }
  return out;
}

/** What of dense offsets [P, 3] is not 0. */
function gatherMorph(dense: Float32Array): ControlMorph {
  const indices: number[] = [];
  for (let p = 0; p < dense.length; p += 3) {
    if (dense[p] !== 0 || dense[p + 1] !== 0 || dense[p + 2] !== 0) indices.push(p / 3);
  }
  const offsets = new Float32Array(3 * indices.length);
  for (const [i, point] of indices.entries()) offsets.set(dense.subarray(3 * point, 3 * point + 3), 3 * i);
  return { indices: Uint32Array.from(indices), offsets };
}
