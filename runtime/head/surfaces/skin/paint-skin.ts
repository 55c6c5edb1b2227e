import { smoothstep } from "../../../mesh/smoothstep.ts";
import type { Picture, Surface } from "../../layers/types.ts";
import { linearOf, luminance, mixed, type Rgb, srgbByte } from "../color.ts";
import { clouds, noise3 } from "../noise.ts";
import { fillRest, mixScalar, reliefNormals } from "../texel-map.ts";
import { drawAilments } from "./ailments.ts";
import { drawBlotches } from "./blotches.ts";
import { blankCanvas, layOn, type SkinCanvas, type SkinSheet, smoothField } from "./canvas.ts";
import { overHairline } from "./hairline.ts";
import { drawMarks, type SkinMark } from "./marks/draw-marks.ts";
import { drawMoles } from "./marks/spots.ts";
import { beardShare, roughen, tintLips, tintRegions } from "./regions.ts";
import { grainSkin } from "./relief.ts";
import { layScales } from "./scales.ts";
import { shadeFeatures } from "./shade-features.ts";
import { lookUpSkin, makeSkinTable, type SkinTable, toneOf } from "./skin-table.ts";
import { pressWrinkles } from "./wrinkles.ts";

/** Hair that shows on or through the skin: colour sRGB, how much of the skin it tints, 0..1. */
export interface Shade {
  color: Rgb;
  share: number;
}

/** All that skin is painted from. */
export interface SkinPlan {
  /** sRGB. */
  tone: Rgb;
  age: number;
  male: number;
  seed: number;
  /** 1 for people; creatures are blotchier and coarser. */
  mottle: number;
  coarse: number;
  flush: number;
  /** `cover`: F32 [V] how much of the skin hair hides at each vertex, 0..1; a shaved beard hides none and shadows all it grew on. */
  scalp?: Shade & { cover: Float32Array };
  brows?: Shade;
  beard?: Shade & { cover?: Float32Array };
  marks: SkinMark[];
  /** Of the Look: sunken, rotting, shadowed, eyeBags … */
  details: readonly string[];
  /** "scales", or none. */
  pattern?: string;
}

let table: SkinTable | undefined;

/** A tone further than this (CIE76) from all that melanin and blood can make is no human's. */
const FOREIGN = 14;
/** Of such skin: middling amounts of both, so that its regions still differ. */
const MIDDLE = { melanin: 0.45, blood: 0.45 };
/** How mottled it is where it is smooth, as a factor of people's. */
const EVEN = 0.45;

/** Paints a head's skin: colour, relief, roughness and occlusion, each of the map's size. */
export function paintSkin(sheet: SkinSheet, plan: SkinPlan): Surface {
  table ??= makeSkinTable();
  const tone = settleTone(table, linearOf(plan.tone));
  const dark = smoothstep(0.3, 0.95, tone.melanin);
  // What blood and melanin do to human skin would be stains on a blue one.
  const mottle = tone.error >= FOREIGN && plan.mottle <= 1 ? EVEN : plan.mottle;
  const who = { ...plan, dark, mottle };
  const canvas = blankCanvas(sheet.map.count);
  tintRegions(sheet, canvas, who);
  const lips = tintLips(sheet, canvas, who);
  roughen(sheet, canvas, who, lips);
  grainSkin(sheet, canvas, who, lips);
  pressWrinkles(sheet, plan, canvas);
  drawMoles(sheet, canvas, { age: plan.age, base: tone.melanin, seed: plan.seed });
  const isHide = plan.mottle > 1;
  if (tone.error >= FOREIGN && isHide)
    drawBlotches(sheet, canvas, lips, { tone: linearOf(plan.tone), strength: 0.8, seed: plan.seed });
  if (plan.pattern === "scales") layScales(sheet, canvas, { tone: linearOf(plan.tone), seed: plan.seed });
  if (isHide || tone.error >= FOREIGN) shadeFeatures(sheet, canvas, { lips, tone: linearOf(plan.tone) });
  drawAilments(sheet, canvas, plan, linearOf(plan.tone));
  shadeThroat(sheet, canvas);
  shadeHair(sheet, canvas, plan);
  drawMarks(sheet, canvas, { ...plan, base: tone.melanin }, lips);
  return {
    name: "Skin",
    baseColor: colorPicture(sheet, canvas, table, tone),
    normal: {
      width: sheet.map.size,
      height: sheet.map.size,
      channels: 3,
      data: reliefNormals(sheet.map, canvas.height),
    },
    orm: ormPicture(sheet, canvas),
    specular: 0.7,
  };
}

function settleTone(skin: SkinTable, color: Rgb) {
  const tone = toneOf(skin, color);
  if (tone.error < FOREIGN) return tone;
  const found: Rgb = [0, 0, 0];
  lookUpSkin(skin, MIDDLE.melanin, MIDDLE.blood, found);
  return { ...MIDDLE, error: tone.error, gain: found.map((value, c) => color[c] / value) as Rgb };
}

function colorPicture(
  { map, occlusion }: SkinSheet,
  canvas: SkinCanvas,
  skin: SkinTable,
  tone: ReturnType<typeof toneOf>,
): Picture {
  const { size, at, count, nearest } = map;
  const data = new Uint8Array(3 * size * size);
  const rgb = new Float32Array(3);
  const shade = [1, 1, 1];
  for (let n = 0; n < count; n++) {
    // Red light comes out of hollows that lost green and blue on the way: skin is never grey in its folds.
    const hollow = 0.38 * (1 - occlusion[n]) + 0.16 * canvas.crease[n];
    lookUpSkin(skin, tone.melanin + canvas.melanin[n], tone.blood + canvas.blood[n] + 0.05 * canvas.crease[n], rgb);
    const cover = canvas.cover[n];
    for (let c = 0; c < 3; c++) {
      let value = rgb[c] * tone.gain[c];
      shade[c] = 1 - hollow * (c === 0 ? 0.44 : c === 1 ? 0.58 : 0.6);
      value *= shade[c];
      if (cover > 0) value += cover * (canvas.paint[3 * n + c] * shade[c] - value);
      data[3 * at[n] + c] = srgbByte(value);
    }
  }
  return { width: size, height: size, channels: 3, data: fillRest(data, nearest) };
}

/** Behind the lips light dies within centimetres, which no engine's lights know: the mouth's lining darkens towards the throat. */
function shadeThroat({ map, regions }: SkinSheet, canvas: SkinCanvas): void {
  for (let n = 0; n < map.count; n++) {
    const inner = regions.mouth[n];
    if (inner > 0) layOn(canvas, n, THROAT, inner * (0.12 + 0.86 * smoothstep(0.5, 0.37, map.place[3 * n + 2])));
  }
}
const THROAT: Rgb = [0.035, 0.005, 0.005];

function ormPicture({ map, occlusion }: SkinSheet, canvas: SkinCanvas): Picture {
  const { size, at, count, nearest } = map;
  const data = new Uint8Array(3 * size * size);
  for (let n = 0; n < count; n++) {
    const open = occlusion[n] * (1 - 0.3 * canvas.crease[n]);
    data[3 * at[n]] = Math.round(255 * Math.min(1, Math.max(0, open)));
    data[3 * at[n] + 1] = Math.round(255 * Math.min(1, Math.max(0.08, canvas.roughness[n])));
    data[3 * at[n] + 2] = Math.round(255 * canvas.metal[n]);
  }
  return { width: size, height: size, channels: 3, data: fillRest(data, nearest) };
}

/** Hair that grows through the skin tints it: scalp under hair, brows under their cards, shadow of a beard. */
function shadeHair(sheet: SkinSheet, canvas: SkinCanvas, { scalp, brows, beard, seed, tone }: SkinPlan): void {
  const { map, lines, regions } = sheet;
  const [scalpColor, browColor, beardColor] = [scalp, brows, beard].map((shade) => shade && linearOf(shade.color));
  const rootColor = scalpColor?.map((value) => depthOf(scalpColor) * value) as Rgb;
  // Light hair lets its light through to the skin and back.
  const beardDepth =
    beardColor &&
    mixed(
      beardColor.map((value) => depthOf(beardColor) * value) as Rgb,
      linearOf(tone),
      0.45 * smoothstep(0.25, 0.7, luminance(beardColor)),
    );
  // White hairs on pale skin show by the shade that lies between them: by their roots brows would vanish.
  const skinLight = luminance(linearOf(tone));
  const paleBrows = browColor
    ? smoothstep(0.2, 0.6, luminance(browColor)) * smoothstep(2.4, 1.7, luminance(browColor) / skinLight)
    : 0;
  const browShade =
    browColor && mixed(browColor, mixed(browColor, linearOf(tone), 0.5).map((value) => 0.36 * value) as Rgb, paleBrows);
  const dense = scalp && scalpColor ? Math.min(0.96, 1.6 * scalp.share * (1 - 0.25 * luminance(scalpColor))) : 0;
  const roots = beardColor ? 1 - 0.7 * smoothstep(0.2, 0.6, luminance(beardColor)) : 1;
  const growth = beard && smoothField(sheet, beardShare);
  const bearded = beard?.cover && mixScalar(map, sheet.triangles, beard.cover);
  const covered = scalp && mixScalar(map, sheet.triangles, scalp.cover);
  for (let n = 0; n < map.count; n++) {
    const x = map.place[3 * n];
    const y = map.place[3 * n + 1];
    const z = map.place[3 * n + 2];
    const over = scalp ? overHairline(x, y, z) : -1;
    if (scalpColor && covered && over > SPARSE[0]) {
      // Beneath hair alone: what is closed ends before the hair does, single roots stand before it.
      const ragged = over + 0.02 * clouds(x + (seed % 7), y, z, 26, 3);
      const dots = smoothstep(0.4, 0.75, noise3(230 * x, 230 * y, 230 * z));
      const edge =
        Math.max(smoothstep(0.012, 0.065, ragged), smoothstep(...SPARSE, ragged) * (0.15 + 0.45 * dots)) *
        (1 - regions.ears[n]) *
        whisker(y, z);
      const roots = 0.92 + 0.3 * (noise3(210 * x, 70 * y, 210 * z) - 0.5);
      layOn(canvas, n, rootColor, dense * edge * roots * covered[n]);
    }
    if (z < 0.1) continue;
    if (brows && browShade) {
      const d = lines.brows[n];
      if (d < 0.02) {
        const hairs = noise3(100 * x + 60 * y, 260 * y - 120 * Math.abs(x), 4);
        layOn(
          canvas,
          n,
          browShade,
          (1 + 0.2 * paleBrows) * brows.share * (1 - smoothstep(-0.016, 0.016, d)) * (0.35 + 0.8 * hairs),
        );
      }
    }
    const lid = lines.lids[n];
    if (lid < 0.012 && z > 0.3) {
      // Roots of the lashes: a soft dark rim, stronger on the upper lid, none in the corners.
      const upper = y > -0.012 ? 1 : 0.45;
      const rooted = smoothstep(0.262, 0.24, Math.abs(x)) * smoothstep(0.095, 0.12, Math.abs(x));
      layOn(canvas, n, LASH, 0.5 * upper * rooted * (1 - smoothstep(0.002, 0.011, Math.abs(lid - 0.002))));
    }
    if (beard && beardColor && growth) {
      // A beard's shade ends beneath it: beside it skin is skin.
      const beneath = bearded ? smoothstep(0.2, 0.85, bearded[n]) : 1;
      const grown = growth[n] * beneath * (1 - regions.mouth[n]);
      if (grown > 0) {
        const dots = smoothstep(0.45, 0.8, noise3(240 * x, 200 * y, 240 * z));
        // Between the locks of a beard one sees its depth, between stubble skin.
        if (bearded) layOn(canvas, n, beardDepth!, beard.share * grown * (0.85 + 0.15 * dots));
        else layOn(canvas, n, beardColor, beard.share * roots * grown * (0.45 + 0.55 * dots));
      }
    }
  }
}
/** Heights over the hairline between which single roots become dense, units. */
const SPARSE = [-0.02, 0.03] as const;
/** As dark as hair is in its depth, where white hair is grey: factor of its colour. */
const depthOf = (color: Rgb) => 0.7 - 0.4 * luminance(color) ** 2;
/** Before the ears hair is short and thin: skin shows there, where longer hair is tucked away. */
const whisker = (y: number, z: number) => 1 - smoothstep(-0.1, 0, z) * smoothstep(0.2, 0.05, y);
const LASH: Rgb = [0.018, 0.011, 0.009];
