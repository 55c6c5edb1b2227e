import { smoothstep } from "../../mesh/smoothstep.ts";
import { keepOnePiece } from "../one-piece.ts";
import type { Paint } from "../paint.ts";
import { BEARDS } from "./beards.ts";
import { HAIR, hairReach, strandShade } from "./hair.ts";
import { EARS, GLASSES, HATS, HORNS } from "./headwear.ts";
import type { Dressing, Part, PartKind } from "./part.ts";
import { ball, mirrored, type Solid, smoothUnion } from "./shapes.ts";

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

/** Share of a colour by which single hairs are lighter or darker. */
const STRANDS = 0.2;
/** The same border where hair grows out of skin, and how far single hairs reach across it: less where lips are near. */
const HAIR_BORDER = 0.005;
const HAIR_REACH: Partial<Record<PartKind, number>> = { hair: 0.014, beard: 0.006 };

/** Hair is tucked behind pointed ears. */
const TUCKED = mirrored(ball([0.5, -0.04, 0.02], 0.16));
/** Room around ears that stand out of hair. */
const EAR_ROOM = 0.03;

/** @throws Error where a table names a part that has no solid. */
export function solidOf({ kind, name }: Part): Solid {
  const solid = SOLIDS[kind][name];
  if (!solid) throw new Error(`the template has no ${kind} "${name}"; it has ${Object.keys(SOLIDS[kind]).join(", ")}`);
  return solid;
}

/** Solids of parts worn together. */
function solidsOf(parts: Part[]): Solid[] {
  const band = parts.find((part) => part.band)?.band;
  const ears = parts.filter(({ kind }) => kind === "ears").map(solidOf);
  return parts.map((part) => {
    const solid = solidOf(part);
    if (part.kind !== "hair") return solid;
    return (x, y, z, skin) => {
      let hair = solid(x, y, z, skin);
      if (band) hair = Math.max(hair, y - band.height - band.slope * z);
      for (const ear of ears) {
        hair = Math.max(hair, EAR_ROOM - ear(x, y, z, skin), -TUCKED(x, y, z, skin));
      }
      return hair;
    };
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
  const outer = outerPart(sdf, parts);
  return (x, y, z, out, at) => {
    skin(x, y, z, out, at);
    const { part, share } = outer(x, y, z);
    if (!part?.color) return;
    const shade = HAIR_REACH[part.kind] ? 1 + STRANDS * strandShade(x, y, z) : 1;
    for (let k = 0; k < 3; k++) out[at + k] += share * (Math.min(1, shade * part.color[k]) - out[at + k]);
  };
}

/** @returns whether a point of the surface is bare skin, for what must be painted on skin only. */
export function bareSkin(sdf: Float32Array, { parts }: Dressing): (x: number, y: number, z: number) => boolean {
  const outer = outerPart(sdf, parts);
  return (x, y, z) => outer(x, y, z).share < 0.5;
}

/**
 * @param sdf of the bare head. @returns the outermost part at a point of the surface, and the share, 0..1, of the point that
 * is part rather than skin.
 */
export function outerPart(sdf: Float32Array, parts: Part[]) {
  const side = Math.round(Math.cbrt(sdf.length));
  const solids = solidsOf(parts);
  return (x: number, y: number, z: number): { part?: Part; share: number } => {
    const skin = sampleGrid(sdf, side, x, y, z);
    let least = Number.POSITIVE_INFINITY;
    let part: Part | undefined;
    for (let i = 0; i < solids.length; i++) {
      const distance = solids[i](x, y, z, skin);
      if (distance >= least) continue;
      least = distance;
      part = parts[i];
    }
    const reach = part && HAIR_REACH[part.kind];
    if (!reach) return { part, share: smoothstep(-BORDER, BORDER, skin - least) };
    return { part, share: smoothstep(-HAIR_BORDER, HAIR_BORDER, skin - least + reach * hairReach(x, y, z)) };
  };
}

/** Trilinear value at a point of a grid [side³] on [−1, 1]³. */
export function sampleGrid(grid: Float32Array, side: number, x: number, y: number, z: number): number {
  const last = side - 1;
  const place = (value: number) => Math.min(side - 1.001, Math.max(0, ((value + 1) / 2) * last));
  const [fx, fy, fz] = [place(x), place(y), place(z)];
  const [i, j, k] = [Math.floor(fx), Math.floor(fy), Math.floor(fz)];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [a, b, c] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (a ? fx - i : 1 - fx + i) * (b ? fy - j : 1 - fy + j) * (c ? fz - k : 1 - fz + k);
    sum += weight * grid[i + a + side * (j + b + side * (k + c))];
  }
  return sum;
}
