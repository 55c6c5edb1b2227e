import type { Anatomy } from "./anatomy.ts";
import { type Eyeball, fitEye } from "./eyeball.ts";

/** Loops whose distance from the eyeball is the average's, and up to which that fades to the mix's own. */
const FITTED = 3;
const FREE = 8;
/** The loop at which lids touch, and the first whose vertices the closing no longer moves. */
const RIM = 2;
const FADED = 11;
/** Least distance of a closed lid from the eye's centre, in radii: half closed, on the chord, it still clears the cornea. */
const CLOSED = 1.085;
/** Least distance of what lies outside the rim under any expression. */
const CLEAR = 1.035;

type Point = [number, number, number];

/**
 * Moves the lids along the ray from the eye's centre until they lie on the eyeball as the average's do, so that no mix of
 * shapes lets an eye out of its socket or leaves a gap around it. Lashes follow.
 */
export function fitLids(anatomy: Anatomy, control: Float32Array, eyes: [Eyeball, Eyeball]): void {
  const before = control.slice(0, 3 * anatomy.skinVertices);
  const { rightEye, leftEye, upperTeeth } = anatomy.first;
  const average = [fitEye(anatomy.positions, rightEye, leftEye), fitEye(anatomy.positions, leftEye, upperTeeth)];
  for (const [side, rings] of anatomy.lidRings.entries()) {
    for (const [k, ring] of rings.entries()) {
      const share = k <= FITTED ? 1 : Math.max(0, (FREE - k) / (FREE - FITTED));
      for (const vertex of ring) {
        const wanted = distance(anatomy.positions, vertex, average[side]);
        const own = distance(control, vertex, eyes[side]);
        const ratio = (own + share * (wanted - own)) / own;
        scaleFrom(control, vertex, eyes[side].center, ratio);
      }
    }
  }
  moveLashes(anatomy, control, (root, c) => control[3 * root + c] - before[3 * root + c]);
}

/**
 * Offsets of an expression for this head's lids: outside the eyeball at full weight, and shut where the expression shuts
 * them. @param offsets F32 [P, 3] of the stored expression; changed in place.
 */
export function fitLidOffsets(
  anatomy: Anatomy,
  control: Float32Array,
  eyes: [Eyeball, Eyeball],
  name: string,
  offsets: Float32Array,
): void {
  const before = offsets.slice(0, 3 * anatomy.skinVertices);
  for (const [side, rings] of anatomy.lidRings.entries()) {
    if (name === (side === 0 ? "eyeBlinkRight" : "eyeBlinkLeft")) shutLid(control, eyes[side], rings, offsets);
    for (const ring of rings.slice(RIM, FREE)) {
      for (const vertex of ring) {
        if (!moves(offsets, vertex)) continue;
        const moved = pointOf(control, vertex).map((x, c) => x + offsets[3 * vertex + c]) as Point;
        const reach = Math.hypot(...moved.map((x, c) => x - eyes[side].center[c])) / eyes[side].radius;
        const rest = distance(control, vertex, eyes[side]);
        const least = Math.min(CLEAR, rest);
        if (reach >= least) continue;
        for (let c = 0; c < 3; c++) {
          const center = eyes[side].center[c];
          offsets[3 * vertex + c] = center + ((moved[c] - center) * least) / reach - control[3 * vertex + c];
        }
      }
    }
  }
  moveLashes(anatomy, offsets, (root, c) => offsets[3 * root + c] - before[3 * root + c]);
}

/** Brings the upper lid's inner loops onto the lower lid's, and what is above after them. */
function shutLid(control: Float32Array, eye: Eyeball, rings: Uint16Array[], offsets: Float32Array): void {
  const size = rings[0].length;
  const corners = cornersOf(control, rings[RIM]);
  const upper = new Float32Array(3 * size);
  for (let k = 0; k < Math.min(FADED, rings.length); k++) {
    const ring = rings[k];
    const { above, below } = splitLoop(control, ring, corners);
    const place = (v: number): Point => pointOf(control, v).map((x, c) => x + offsets[3 * v + c]) as Point;
    const line = below.map((i) => outside(place(ring[i]), eye, k >= RIM ? CLEAR : 0));
    const shares = arcShares(above.map((i) => pointOf(control, ring[i])));
    for (const [n, i] of above.entries()) {
      const vertex = ring[i];
      const now = place(vertex);
      if (k <= RIM) {
        const onto = k === RIM ? outside(along(line, shares[n]), eye, CLOSED - 0.03) : along(line, shares[n]);
        for (let c = 0; c < 3; c++) {
          if (k === RIM) upper[3 * i + c] = onto[c] - now[c];
          offsets[3 * vertex + c] = onto[c] - control[3 * vertex + c];
        }
        continue;
      }
      const share = (FADED - k) / (FADED - RIM);
      const moved = now.map((x, c) => x + share * upper[3 * i + c]) as Point;
      const front = outside(moved, eye, Math.min(CLOSED, distance(control, vertex, eye) + 0.06));
      for (let c = 0; c < 3; c++) offsets[3 * vertex + c] = front[c] - control[3 * vertex + c];
    }
  }
}

/** Where a loop around an eye turns: its ends along x. */
function cornersOf(control: Float32Array, ring: Uint16Array): [number, number] {
  let [low, high] = [0, 0];
  for (let i = 1; i < ring.length; i++) {
    if (control[3 * ring[i]] < control[3 * ring[low]]) low = i;
    if (control[3 * ring[i]] > control[3 * ring[high]]) high = i;
  }
  return [low, high];
}

/** Places in a loop from one corner to the other, over the upper lid and under the lower one. */
function splitLoop(control: Float32Array, ring: Uint16Array, [from, to]: [number, number]) {
  const walk = (step: number) => {
    const out = [from];
    while (out[out.length - 1] !== to) out.push((out[out.length - 1] + step + ring.length) % ring.length);
    return out;
  };
  const [one, two] = [walk(1), walk(-1)];
  const height = (ids: number[]) => ids.reduce((sum, i) => sum + control[3 * ring[i] + 1], 0) / ids.length;
  return height(one) > height(two) ? { above: one, below: two } : { above: two, below: one };
}

/** Share of a chain's length at each of its points, 0..1. */
function arcShares(chain: Point[]): number[] {
  const out = [0];
  for (let i = 1; i < chain.length; i++) {
    out.push(out[i - 1] + Math.hypot(...chain[i].map((x, c) => x - chain[i - 1][c])));
  }
  return out.map((length) => length / out[out.length - 1]);
}

/** The point at a share of a chain's length. */
function along(chain: Point[], share: number): Point {
  const shares = arcShares(chain);
  let i = 1;
  while (i < chain.length - 1 && shares[i] < share) i++;
  const t = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
  return chain[i - 1].map((x, c) => x + t * (chain[i][c] - x)) as Point;
}

/** A point pushed out to at least so many radii. */
function outside(point: Point, { center, radius }: Eyeball, least: number): Point {
  const reach = Math.hypot(...point.map((x, c) => x - center[c])) / radius;
  return reach >= least ? point : (point.map((x, c) => center[c] + ((x - center[c]) * least) / reach) as Point);
}

function moveLashes(anatomy: Anatomy, out: Float32Array, shift: (root: number, c: number) => number): void {
  const { first, roots } = anatomy.lashes;
  for (const [i, root] of roots.entries()) {
    for (let c = 0; c < 3; c++) out[3 * (first + i) + c] += shift(root, c);
  }
}

function pointOf(positions: Float32Array, vertex: number): Point {
  return [positions[3 * vertex], positions[3 * vertex + 1], positions[3 * vertex + 2]];
}

/** From the eye's centre, in radii. */
function distance(positions: Float32Array, vertex: number, { center, radius }: Eyeball): number {
  return Math.hypot(...center.map((value, c) => positions[3 * vertex + c] - value)) / radius;
}

function scaleFrom(positions: Float32Array, vertex: number, center: Point, ratio: number): void {
  for (let c = 0; c < 3; c++) positions[3 * vertex + c] = center[c] + (positions[3 * vertex + c] - center[c]) * ratio;
}

function moves(offsets: Float32Array, vertex: number): boolean {
  return offsets[3 * vertex] !== 0 || offsets[3 * vertex + 1] !== 0 || offsets[3 * vertex + 2] !== 0;
}
