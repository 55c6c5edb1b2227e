import { smoothstep } from "../../../../mesh/smoothstep.ts";
import { averageFace, type Mask } from "../../../marks/face.ts";
import { MARKS, onSide, ROUGE } from "../../../marks/paint-marks.ts";
import { linearOf, type Rgb } from "../../color.ts";
import { clouds, noise3 } from "../../noise.ts";
import { FAR, layOn, MILLIMETRE, type SkinCanvas, type SkinSheet } from "../canvas.ts";
import { bolt } from "./bolt.ts";
import { drawScar } from "./scars.ts";
import { drawFreckles } from "./spots.ts";

/** Marks end here: behind are ears and scalp. */
const BACK = -0.1;

export interface SkinMark {
  name: string;
  color: Rgb;
  opacity: number;
  size?: number;
  side?: "left" | "right";
  place?: string;
}

/** What a mark makes of the surface beside its colour: roughness, millimetres of relief, cells a unit of its unevenness. */
interface Finish {
  rough?: number;
  height?: number;
  grain?: number;
}
const FINISH: Readonly<Record<string, Finish>> = {
  blood: { rough: 0.2, height: 0.14, grain: 40 },
  dirt: { rough: 0.94, height: 0.25, grain: 130 },
  soot: { rough: 0.92 },
  camouflage: { rough: 0.72 },
  warpaint: { rough: 0.66, height: 0.06, grain: 120 },
  clown: { rough: 0.6, height: 0.05, grain: 110 },
  skull: { rough: 0.66, height: 0.05, grain: 110 },
  acne: { rough: 0.4, height: 0.5, grain: 20 },
  mole: { height: 0.6, grain: 30 },
  burn: { rough: 0.42, height: 0.55, grain: 70 },
  gore: { rough: 0.22, height: -0.7, grain: 60 },
  stitches: { rough: 0.6, height: 0.3, grain: 90 },
  scratches: { rough: 0.3, height: -0.16, grain: 90 },
  vitiligo: {},
};

/** Draws marks over the skin, each with the relief and the gloss that it has. @throws Error where there is no such mark, or place of a scar. */
export function drawMarks(
  sheet: SkinSheet,
  canvas: SkinCanvas,
  plan: { marks: readonly SkinMark[]; tone: Rgb; seed: number; base: number; scalp?: { cover: Float32Array } },
  lips: Float32Array,
): void {
  const face = averageFace(sheet.face.landmarks, plan.tone);
  for (const [i, mark] of plan.marks.entries()) {
    const { name, color, opacity } = mark;
    if (name === "freckles")
      drawFreckles(sheet, canvas, {
        amount: Math.min(1, 0.65 + 0.35 * opacity),
        base: plan.base,
        seed: plan.seed,
        place: mark.place,
        side: mark.side && (mark.side === "right" ? -1 : 1),
      });
    else if (name === "scar") {
      const side = mark.side === "right" ? -1 : 1;
      const tone = linearOf(plan.tone);
      drawScar(sheet, canvas, { place: mark.place ?? "eye", side, color, tone, opacity, size: mark.size ?? 1 });
    } else if (name === "lipstick") paintLips(sheet, canvas, lips, linearOf(color), opacity);
    else {
      const draw = MARKS[name];
      if (!draw) throw new Error(`marks[${i}].name is "${name}"; it may be ${[...Object.keys(MARKS)].join(", ")}`);
      const layers = draw(face, color, mark.place).filter((_, k) => !(name === "makeup" && k === 2));
      for (const [layer, mask] of layers)
        layMask(sheet, canvas, {
          color: layer,
          mask: mark.side ? onSide(mask, mark.side) : mask,
          opacity,
          ...FINISH[name],
        });
      if (name === "plating") bolt(sheet, canvas, mark.side === "right" ? -1 : 1, plan.scalp?.cover);
      if (name === "makeup") paintLips(sheet, canvas, lips, linearOf(ROUGE), opacity);
    }
  }
}

/** A film of colour on lips swallows light that the stick in its tube throws back. */
const FILM = 0.44;

function paintLips(sheet: SkinSheet, canvas: SkinCanvas, lips: Float32Array, color: Rgb, opacity: number): void {
  const { map, regions, lines } = sheet;
  const satin = color.map((value, c) => value * FILM + 0.012 * (c === 0 ? 1 : 0.8));
  const own = [0, 0, 0];
  for (let n = 0; n < lips.length; n++) {
    const worn = lips[n] * (1 - regions.mouth[n]);
    if (worn === 0) continue;
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    // Pigment gathers in the lips' lines and is worn off where lips touch.
    const bent = x * (1 + 0.5 * Math.abs(y + 0.37));
    const line = Math.abs(2 * noise3(118 * bent, 9 * y, 11) - 1);
    const patch = clouds(x, y, z, 34, 3);
    const soft = lines.lips[n] < FAR ? smoothstep(0.008, -0.008, lines.lips[n]) : 1;
    const deep = (0.84 + 0.3 * line) * (1 + 0.5 * patch) * (1 - 0.3 * (1 - soft));
    for (let c = 0; c < 3; c++) own[c] = satin[c] * deep;
    layOn(canvas, n, own, opacity * worn * soft ** 0.7 * (0.98 - 0.07 * line));
    canvas.roughness[n] += opacity * worn * (0.46 + 0.1 * patch - canvas.roughness[n]);
  }
}

function layMask(
  { map }: SkinSheet,
  canvas: SkinCanvas,
  { color, mask, opacity, rough, height = 0, grain = 60 }: { color: Rgb; mask: Mask; opacity: number } & Finish,
): void {
  const linear = linearOf(color);
  for (let n = 0; n < map.count; n++) {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    if (z < BACK) continue;
    const share = opacity * mask(x, y, z);
    if (share <= 0) continue;
    layOn(canvas, n, linear, share);
    if (rough !== undefined) canvas.roughness[n] += share * (rough - canvas.roughness[n]);
    if (height !== 0)
      canvas.height[n] += share * height * MILLIMETRE * (0.4 + 1.2 * noise3(grain * x, grain * y, grain * z));
  }
}
