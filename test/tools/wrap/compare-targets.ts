import type { Anatomy } from "../../../runtime/head/anatomy/anatomy.ts";
import { buildAnatomy } from "../../../runtime/head/anatomy/build.ts";
import type { AnatomyShape } from "../../../runtime/head/anatomy/shape.ts";
import type { LayerMesh } from "../../../runtime/head/layers/types.ts";
import { transferDeformation } from "./transfer-deformation.ts";

/** How targets of a wrapped head differ from the known head's, over the vertices of the skin that they move there. */
export interface TargetComparison {
  targets: number;
  /** Mean length of the known head's offsets, and of the differences, in per cent of the head's height. */
  move: number;
  difference: number;
  /** The target of the largest mean difference. */
  worst: { name: string; difference: number };
  /** Furthest that the rims of closed lids are apart, in per cent of the head's height: wrapped, known. */
  blink: [number, number];
}

/** Loop of the lids that touches. */
const RIM = 2;

/** Builds the expressions of both heads, by the one way that all heads' are built, and compares them. */
export function compareTargets(anatomy: Anatomy, wrapped: AnatomyShape, known: AnatomyShape): TargetComparison {
  const [is, wanted] = [wrapped, known].map((shape) => buildAnatomy(anatomy, { shape }).layers.Skin[0]);
  const height = anatomy.frame.headHeight / 100;
  let [moves, differences, count] = [0, 0, 0];
  let worst = { name: "", difference: 0 };
  for (const name of wanted.targets.keys()) {
    const [a, b] = [offsetsOf(is, name), offsetsOf(wanted, name)];
    let [sum, moved] = [0, 0];
    for (let i = 0; i < b.length; i += 3) {
      const length = Math.hypot(b[i], b[i + 1], b[i + 2]);
      if (length === 0) continue;
      moved++;
      moves += length / height;
      sum += Math.hypot(a[i] - b[i], a[i + 1] - b[i + 1], a[i + 2] - b[i + 2]) / height;
    }
    differences += sum;
    count += moved;
    if (moved > 0 && sum / moved > worst.difference) worst = { name, difference: sum / moved };
  }
  return {
    targets: is.targets.size,
    move: moves / count,
    difference: differences / count,
    worst,
    blink: [gap(anatomy, is) / height, gap(anatomy, wanted) / height],
  };
}

function offsetsOf(mesh: LayerMesh, name: string): Float32Array {
  const out = new Float32Array(mesh.positions.length);
  const target = mesh.targets.get(name);
  for (const [i, v] of target?.indices.entries() ?? []) out.set(target!.positions.subarray(3 * i, 3 * i + 3), 3 * v);
  return out;
}

/** Of the cage, where deformation transfer is tried: it has a sixth of the vertices. */
const CAGE = 1;
const TRIED = [
  "jawOpen",
  "mouthSmileLeft",
  "mouthPucker",
  "mouthPressLeft",
  "browInnerUp",
  "eyeBlinkLeft",
  "eyeBlinkRight",
];

/** Some targets of a head beside those that deformation transfer from the average makes, in per cent of the head's height. */
export function compareTransfer(anatomy: Anatomy, shape: AnatomyShape): TransferComparison {
  const [source, mesh] = [{}, { shape }].map((options) => buildAnatomy(anatomy, options).layers.Skin[CAGE]);
  const height = anatomy.frame.headHeight / 100;
  let [moves, differences, count] = [0, 0, 0];
  const made = new Map(TRIED.map((name) => [name, transferDeformation(source, mesh, name)]));
  for (const [name, other] of made) {
    const own = offsetsOf(mesh, name);
    for (let i = 0; i < own.length; i += 3) {
      const length = Math.hypot(own[i], own[i + 1], own[i + 2]);
      if (length === 0) continue;
      count++;
      moves += length / height;
      differences += Math.hypot(...[0, 1, 2].map((c) => own[i + c] - other[i + c])) / height;
    }
  }
  const apart = gap(anatomy, mesh, CAGE, (name) => made.get(name)!) / height;
  return {
    move: moves / count,
    difference: differences / count,
    blink: [gap(anatomy, mesh, CAGE, (name) => offsetsOf(mesh, name)) / height, apart],
  };
}

export interface TransferComparison {
  move: number;
  difference: number;
  /** Furthest that the rims of closed lids are apart: as heads have them, and transferred. */
  blink: [number, number];
}

/** Furthest of a place on one lid's closed rim from the other lid's. */
function gap(
  { lidRings, skinLevels }: Anatomy,
  mesh: LayerMesh,
  level = 0,
  offsets: (name: string) => ArrayLike<number> = (name) => offsetsOf(mesh, name),
): number {
  const vertexOf = new Map([...skinLevels[level].points].map((point, v): [number, number] => [point, v]).reverse());
  let most = 0;
  for (const [side, name] of ["eyeBlinkRight", "eyeBlinkLeft"].entries()) {
    const moved = offsets(name);
    const closed = mesh.positions.map((x, i) => x + moved[i]);
    const loop = [...lidRings[side][RIM]].map((point) => closed.subarray(3 * vertexOf.get(point)!).subarray(0, 3));
    const ends = [0, 1].map((k) =>
      loop.reduce((best, p, i) => ((k ? p[0] > loop[best][0] : p[0] < loop[best][0]) ? i : best), 0),
    );
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const [one, two] = [loop.slice(low, high + 1), [...loop.slice(high), ...loop.slice(0, low + 1)]];
    for (const p of one) most = Math.max(most, Math.min(...two.slice(1).map((q, i) => toSegment(p, two[i], q))));
  }
  return most;
}

function toSegment(p: Float32Array, a: Float32Array, b: Float32Array): number {
  const way = [0, 1, 2].map((c) => b[c] - a[c]);
  const along = way.reduce((sum, w, c) => sum + w * (p[c] - a[c]), 0) / (way.reduce((sum, w) => sum + w * w, 0) || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(...[0, 1, 2].map((c) => a[c] + share * way[c] - p[c]));
}
