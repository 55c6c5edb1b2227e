import type { Look } from "../../prompt/look.ts";
import { makeOutline, signedDistance, squareDistance } from "../outline.ts";
import type { Paint } from "../paint.ts";
import { LIPS, MOUTH } from "../template-regions.ts";
import type { HeadShape } from "../template-shape.ts";
import type { Weights } from "../weights.ts";
import type { AlbedoTable } from "./albedo-table.ts";
import { type FaceSide, outlineOf } from "./face-sides.ts";
import { blend, cover, mix, tint } from "./mix-colors.ts";

/** Height of the average lower lip in heights of the upper one. */
const LOWER_LIP = 1.8;
/** So many widths from its middle, a tint that fades as exp(−d²) is less than a float32 colour can show. */
const FADED = 5;

/** Folds of the old. */
export function paintWrinkles({ wrinkles }: AlbedoTable, shape: HeadShape, old: number): Paint {
  const lines = old > 0 ? wrinkles.lines.map((ids) => makeOutline(outlineOf(shape, ids), false)) : [];
  return (x, y, _z, out, at) => {
    for (const line of lines) {
      const distance = squareDistance(line, x, y, FADED * wrinkles.width);
      tint(out, at, wrinkles.tint, old * Math.exp(-distance / wrinkles.width ** 2));
    }
  };
}

export function paintLips({ lips }: AlbedoTable, shape: HeadShape, weights: Weights): Paint {
  const outline = makeOutline(outlineOf(shape, LIPS), true);
  const strength = 1 - lips.paleInMen * Math.min(1, weights["male"] ?? 0);
  return (x, y, _z, out, at) => {
    tint(out, at, lips.tint, strength * cover(signedDistance(outline, x, y, lips.soft / 2), lips.soft));
  };
}

/** @param old, child shares: grey brows, and fainter ones. */
export function paintBrows(
  { brows, browForms }: AlbedoTable,
  sides: [FaceSide, FaceSide],
  look: Look["brows"],
  { old, child }: { old: number; child: number },
): Paint {
  const form = browForms[look.form ?? ""] ?? { grow: 0, strength: brows.strength };
  const color = look.color ?? mix(brows.color, brows.old, old);
  const strength = (look.opacity ?? form.strength) * (1 - brows.pale * child);
  const reach = brows.soft / 2 + Math.max(0, form.grow);
  return (x, y, _z, out, at) => {
    const arch = signedDistance(sides[x > 0 ? 1 : 0].brow, x, y, reach);
    blend(out, at, color, strength * cover(arch - form.grow, brows.soft));
  };
}

/** The line between the lips, or what an open mouth shows. */
export function paintMouth({ mouth: { color, width } }: AlbedoTable, shape: HeadShape, weights: Weights): Paint {
  const inner = outlineOf(shape, MOUTH);
  const isOpen = (weights["jawOpen"] ?? 0) > 0;
  const outline = makeOutline(isOpen ? openMouth(outlineOf(shape, LIPS), inner) : inner, true);
  return (x, y, _z, out, at) => {
    blend(out, at, color, cover(signedDistance(outline, x, y, width) - width / 2, width));
  };
}

/**
 * The template's inner lips are landmarks of its upper lip alone, so where the jaw opens the lower one's lie a lip's height
 * above its rim. @param lips, inner run around the mouth alike: corner, lower lip, corner, upper lip.
 */
function openMouth(lips: number[][], inner: number[][]): number[][] {
  const corner = inner.length / 2;
  return inner.map(([x, y], i) => {
    if (i === 0 || i >= corner) return [x, y];
    const above = inner.length - i;
    return [x, Math.min(y, lips[i][1] + LOWER_LIP * (lips[above][1] - inner[above][1]))];
  });
}

/** Folds of open upper lids. */
export function paintCreases({ crease }: AlbedoTable, sides: [FaceSide, FaceSide]): Paint {
  return (x, y, _z, out, at) => {
    const side = sides[x > 0 ? 1 : 0];
    if (side.shut || y <= side.middle[1]) return;
    const fold = Math.abs(signedDistance(side.lids, x, y, crease.above + crease.width) - crease.above);
    tint(out, at, crease.tint, cover(fold - crease.width / 2, crease.width));
  };
}

/** Other skin around some landmarks. @param details what a Look says of the skin. */
export function paintTints({ tints }: AlbedoTable, { landmarks }: HeadShape, details: readonly string[]): Paint {
  const shown = tints.filter(
    ({ of, except }) => (!of || details.includes(of)) && !(except && details.includes(except)),
  );
  const spots = shown.flatMap(({ tint: factors, radius, landmarks: ids }) =>
    ids.map((id) => ({ factors, radius, middle: landmarks.subarray(id * 3, id * 3 + 3) })),
  );
  return (x, y, z, out, at) => {
    for (const { factors, radius, middle } of spots) {
      const distance = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 + (z - middle[2]) ** 2;
      if (distance < (FADED * radius) ** 2) tint(out, at, factors, Math.exp(-distance / radius ** 2));
    }
  };
}
