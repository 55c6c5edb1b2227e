import { keepOnePiece } from "../one-piece.ts";
import type { Paint } from "../template-albedo.ts";
import { BEARDS } from "./beards.ts";
import { HAIR } from "./hair.ts";
import { EARS, GLASSES, HATS, HORNS } from "./headwear.ts";
import type { Dressing, Part, PartKind } from "./select.ts";
import { type Solid, smoothUnion, step } from "./shapes.ts";

const SOLIDS: Record<PartKind, Record<string, Solid>> = {
  hair: HAIR,
  beard: BEARDS,
  hat: HATS,
  horns: HORNS,
  tusks: HORNS,
  ears: EARS,
  glasses: GLASSES,
};
/** Width of the fillet between the head and a part, in units. */
const FILLET = 0.02;
/** Inside the head by more than this a part changes nothing. */
const DEEP = -0.12;
/** Half the width of the border between the colours of two parts. */
const BORDER = 0.006;

/** Hair ends under the band of a hat; crowns and headbands are open. */
const HAT_BAND = 0.24;
const OPEN_HATS = new Set(["crown", "headband"]);

/** @throws Error where the table of words names a part that has no solid. */
export function solidOf({ kind, name }: Part): Solid {
  const solid = SOLIDS[kind][name];
  if (!solid) throw new Error(`the template has no ${kind} "${name}"; it has ${Object.keys(SOLIDS[kind]).join(", ")}`);
  return solid;
}

/** Solids of parts worn together. */
function solidsOf(parts: Part[]): Solid[] {
  const covered = parts.some(({ kind, name }) => kind === "hat" && !OPEN_HATS.has(name));
  return parts.map((part) => {
    const solid = solidOf(part);
    if (part.kind !== "hair" || !covered) return solid;
    return (x, y, z, skin) => Math.max(solid(x, y, z, skin), y - HAT_BAND);
  });
}

/**
 * Puts parts on a template head.
 * @param sdf [(R + 1)³] of the bare head, as `templateSdf` gives it. @returns the same of the dressed head.
 */
export function dressSdf(sdf: Float32Array<ArrayBuffer>, parts: Part[]): Float32Array<ArrayBuffer> {
  const side = Math.round(Math.cbrt(sdf.length));
  const solids = solidsOf(parts);
  const at = (i: number) => (i * 2) / (side - 1) - 1;
  const out = sdf.slice();
  for (let k = 0, i = 0; k < side; k++) {
    for (let j = 0; j < side; j++) {
      for (let h = 0; h < side; h++, i++) {
        if (sdf[i] < DEEP) continue;
        for (const solid of solids) out[i] = smoothUnion(out[i], solid(at(h), at(j), at(k), sdf[i]), FILLET);
      }
    }
  }
  keepOnePiece(out, side);
  return out;
}

/**
 * Colours of a dressed head: a part's where its surface is the outer one, else the bare head's.
 * @param sdf of the bare head. @param skin paints the bare head.
 */
export function dressPaint(sdf: Float32Array, { parts }: Dressing, skin: Paint): Paint {
  const part = outerPart(sdf, parts);
  return (x, y, z, out, at) => {
    skin(x, y, z, out, at);
    const { color, share } = part(x, y, z);
    if (color) for (let k = 0; k < 3; k++) out[at + k] += share * (color[k] - out[at + k]);
  };
}

/** @returns whether a point of the surface is bare skin, for what must be painted on skin only. */
export function bareSkin(sdf: Float32Array, { parts }: Dressing): (x: number, y: number, z: number) => boolean {
  const part = outerPart(sdf, parts);
  return (x, y, z) => part(x, y, z).share < 0.5;
}

function outerPart(sdf: Float32Array, parts: Part[]) {
  const side = Math.round(Math.cbrt(sdf.length));
  const solids = solidsOf(parts);
  return (x: number, y: number, z: number): { color?: Part["color"]; share: number } => {
    const skin = sampleGrid(sdf, side, x, y, z);
    let least = Number.POSITIVE_INFINITY;
    let color: Part["color"];
    for (const [i, solid] of solids.entries()) {
      const distance = solid(x, y, z, skin);
      if (distance >= least) continue;
      least = distance;
      color = parts[i].color;
    }
    return { color, share: step(-BORDER, BORDER, skin - least) };
  };
}

/** Trilinear value at a point of a grid [side³] on [−1, 1]³. */
export function sampleGrid(grid: Float32Array, side: number, x: number, y: number, z: number): number {
  const [fx, fy, fz] = [x, y, z].map((value) => Math.min(side - 1.001, Math.max(0, ((value + 1) / 2) * (side - 1))));
  const [i, j, k] = [Math.floor(fx), Math.floor(fy), Math.floor(fz)];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [a, b, c] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (a ? fx - i : 1 - fx + i) * (b ? fy - j : 1 - fy + j) * (c ? fz - k : 1 - fz + k);
    sum += weight * grid[i + a + side * (j + b + side * (k + c))];
  }
  return sum;
}
