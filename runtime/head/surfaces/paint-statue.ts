import { buildBvh } from "../../mesh/build-bvh.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import { bakeOcclusion } from "../../mesh/texels/bake-occlusion.ts";
import type { Surface } from "../layers/types.ts";
import { rivet, seam } from "../marks/plating.ts";
import { patternOf } from "../patterns.ts";
import { carveOf } from "./carve.ts";
import { linearOf, luminance, type Rgb, srgbByte } from "./color.ts";
import { clouds, noise3 } from "./noise.ts";
import type { EyeLayout } from "./paint-eye.ts";
import { blankCanvas, lipLine, MILLIMETRE, type SkinSheet } from "./skin/canvas.ts";
import { tintLips } from "./skin/regions.ts";
import { pressWrinkles } from "./skin/wrinkles.ts";
import { fillRest, mapTexels, mixScalar, type PaintedMesh, reliefNormals } from "./texel-map.ts";

/** What a statue is made of, as a Look has it. Colour sRGB. */
export interface StatueMaterial {
  color: Rgb;
  metallic: number;
  roughness: number;
  pattern?: string;
}

/** What copper becomes in the rain. */
const VERDIGRIS: Rgb = [0.13, 0.24, 0.175];

/**
 * A face of bronze, marble, wood …: cut deeper than skin folds, brows and lips carved, no pores. Bronze keeps a green crust in
 * its hollows and where water runs, and is rubbed bright where it stands out.
 */
export function paintStatue(
  sheet: SkinSheet,
  material: StatueMaterial,
  who: { age: number; male: number; seed: number },
): Surface {
  const { map, lines, occlusion } = sheet;
  const canvas = blankCanvas(map.count);
  const lips = tintLips(sheet, canvas, { ...who, dark: 0, mottle: 0, flush: 0 });
  pressWrinkles(sheet, { age: Math.max(30, who.age), seed: who.seed, strength: 1.7 }, canvas);
  const color = linearOf(material.color);
  const crusted = material.pattern === "patina";
  const plated = material.pattern === "panels";
  const pattern = material.pattern && !crusted && !plated ? patternOf(material.pattern) : undefined;
  const carve = carveOf(material.pattern);
  const carved = { height: 0, rough: 0 };
  const { size, count, at, nearest, place, normal } = map;
  const colors = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  for (let n = 0; n < count; n++) {
    const [x, y, z] = [place[3 * n], place[3 * n + 1], place[3 * n + 2]];
    const s = Math.abs(x);
    let brow = 0;
    const d = lines.brows[n];
    if (d < 0.02) {
      brow = 1 - smoothstep(-0.012, 0.008, d);
      if (brow > 0) {
        const lock = Math.sin(150 * (s * 0.8 - y * 1.2) + 5 * noise3(22 * x, 22 * y, 1));
        canvas.height[n] += brow * MILLIMETRE * (1.1 + 0.7 * lock);
      }
    }
    // The chisel's and the casting's unevenness.
    canvas.height[n] += MILLIMETRE * (0.22 * clouds(x, y, z, 30, 3) + 0.05 * clouds(x, y, z, 190, 2));
    carve?.(x, y, z, carved);
    canvas.height[n] += MILLIMETRE * carved.height;
    if (plated) {
      const groove = 1 - smoothstep(0.003, 0.0085, seam(x, y, z));
      canvas.height[n] += MILLIMETRE * (0.9 * rivet(x, y, z) - 0.9 * groove);
      canvas.crease[n] = Math.max(canvas.crease[n], groove);
    }
    const edge = lips[n] * (1 - lips[n]) * 4;
    canvas.height[n] -= 0.25 * MILLIMETRE * edge;
    // What rain and hands do not reach stays dark: hollows, the brows' strokes, the line of the mouth.
    const dirt = 0.4 * brow + 0.3 * lips[n] + 0.4 * (lips[n] * lipLine(lines.lips[n]));
    const hollow = Math.min(1, 1.25 * (1 - occlusion[n]) + 0.42 * canvas.crease[n] + 0.25 * edge + dirt);
    let [metallic, rough] = [material.metallic, material.roughness + 0.14 * clouds(x, y, z, 26, 3) + carved.rough];
    const tone = pattern ? pattern(x, y, z) : 1;
    const rgb = color.map(
      (value, c) => value * (typeof tone === "number" ? tone : tone[c]) * (1 + 0.2 * clouds(x, y, z, 14, 3)),
    );
    if (crusted) {
      const run = noise3(34 * x + 4, 3.2 * y, 34 * z);
      const patch = clouds(x, y, z, 7, 4) + 0.5;
      const down = Math.max(0, -normal[3 * n + 1]);
      // Thin almost everywhere, thick only where hollows keep the damp, broken up by what was wiped away; lips
      // would look painted.
      const broken = 0.3 * clouds(x, y, z, 60, 3);
      const damp =
        0.9 * hollow + 0.8 * patch * run + 0.22 * down - 0.02 + 0.2 * smoothstep(0.1, -0.3, z) - 0.8 * lips[n];
      const crust = 0.85 * smoothstep(0.4, 1.12, damp + broken);
      const rubbed = smoothstep(0.75, 1, occlusion[n]) * smoothstep(0.2, 0.5, z) * (1 - crust);
      const dark = 0.6 + 0.4 * rubbed;
      for (let c = 0; c < 3; c++) {
        rgb[c] *= dark * (1 + 0.35 * rubbed);
        rgb[c] += crust * (VERDIGRIS[c] * (0.55 + 0.9 * patch) - rgb[c]);
      }
      metallic *= 1 - 0.9 * crust;
      rough += 0.36 * crust - 0.08 * rubbed;
      canvas.height[n] += 0.12 * crust * MILLIMETRE * (0.5 + noise3(160 * x, 160 * y, 160 * z));
    }
    const p = 3 * at[n];
    for (let c = 0; c < 3; c++) colors[p + c] = srgbByte(rgb[c] * (1 - 0.6 * hollow));
    orm[p] = Math.round(255 * occlusion[n] * (1 - 0.4 * canvas.crease[n]));
    orm[p + 1] = Math.round(255 * Math.min(1, Math.max(0.12, rough)));
    orm[p + 2] = Math.round(255 * Math.min(1, Math.max(0, metallic)));
  }
  const picture = (data: Uint8Array) => ({ width: size, height: size, channels: 3 as const, data });
  return {
    name: "Skin",
    baseColor: picture(fillRest(colors, nearest)),
    normal: picture(reliefNormals(map, canvas.height)),
    orm: picture(fillRest(orm, nearest)),
  };
}

/** A part of a statue: its material with the same crust, dark where it is hollow. @param mesh with texture coordinates. */
export function paintCarved(mesh: PaintedMesh, material: StatueMaterial, size: number): Surface {
  const map = mapTexels(mesh, size);
  const bvh = buildBvh({ positions: mesh.positions, indices: mesh.triangles });
  const open = mixScalar(
    map,
    mesh.triangles,
    bakeOcclusion(mesh.positions, mesh.normals, bvh, { rays: 8, distance: 0.12 }),
  );
  const color = linearOf(material.color);
  const crusted = material.pattern === "patina";
  const pattern = material.pattern && !crusted ? patternOf(material.pattern) : undefined;
  const colors = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  for (let n = 0; n < map.count; n++) {
    const [x, y, z] = [map.place[3 * n], map.place[3 * n + 1], map.place[3 * n + 2]];
    const tone = pattern ? pattern(x, y, z) : 1;
    const patch = clouds(x, y, z, 7, 3) + 0.5;
    const crust = crusted
      ? 0.6 * smoothstep(0.75, 1.6, 0.9 * (1 - open[n]) + 0.8 * patch * noise3(34 * x + 4, 3.2 * y, 34 * z))
      : 0;
    const p = 3 * map.at[n];
    for (let c = 0; c < 3; c++) {
      let value =
        color[c] *
        (typeof tone === "number" ? tone : tone[c]) *
        (crusted ? 0.66 + 0.5 * smoothstep(0.5, 0.95, open[n]) : 1) *
        (1 + 0.2 * clouds(x, y, z, 14, 2));
      value += crust * (VERDIGRIS[c] * (0.55 + 0.9 * patch) - value);
      colors[p + c] = srgbByte(value * (0.28 + 0.54 * open[n]));
    }
    orm[p] = Math.round(255 * (0.45 + 0.55 * open[n]));
    orm[p + 1] = Math.round(255 * Math.min(1, material.roughness + 0.36 * crust + 0.1 * clouds(x, y, z, 26, 2)));
    orm[p + 2] = Math.round(255 * material.metallic * (1 - 0.9 * crust));
  }
  const picture = (data: Uint8Array) => ({
    width: size,
    height: size,
    channels: 3 as const,
    data: fillRest(data, map.nearest),
  });
  return { name: "Carved", baseColor: picture(colors), orm: picture(orm) };
}

/** A carved eye: the ring of the iris and a drilled pupil whose rim catches the light, all of the material. */
export function carveEye(layout: EyeLayout, material: StatueMaterial, size: number): Surface {
  const colors = new Uint8Array(3 * size * size);
  const normals = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  const color = linearOf(material.color);
  const crusted = material.pattern === "patina";
  for (let p = 0; p < size * size; p++) {
    const x = (p % size) + 0.5 - size / 2;
    const y = size / 2 - Math.floor(p / size) - 0.5;
    const r = Math.hypot(x, y) / size / layout.irisRadiusUv;
    // A bean: a small ball of material stays at the drill hole's upper edge.
    const hole = Math.hypot(x / size, y / size + 0.012) / layout.irisRadiusUv;
    const drilled = 1 - smoothstep(0.4, 0.5, hole);
    const ring = Math.exp(-(((r - 0.96) / 0.07) ** 2));
    const deep = Math.min(1, drilled + 0.55 * ring);
    const grown = clouds(x / size, y / size, 3, 9, 3);
    for (let c = 0; c < 3; c++) {
      const value = color[c] * (0.55 + 0.25 * grown) * (1 - 0.82 * drilled - 0.4 * ring * (1 - drilled));
      colors[3 * p + c] = srgbByte(crusted ? value + 0.5 * ring * (VERDIGRIS[c] * 0.6 - value) : value);
    }
    const slope =
      1.5 * (smoothstep(0.36, 0.44, hole) - smoothstep(0.46, 0.54, hole)) +
      0.9 * (smoothstep(0.86, 0.94, r) - smoothstep(0.98, 1.08, r)) * (r > 0.96 ? 1 : -1);
    const length = Math.hypot(x, y) || 1;
    const [nx, ny] = [(-slope * x) / length, (-slope * y) / length];
    const scale = 127 / Math.hypot(nx, ny, 1);
    normals[3 * p] = Math.round(128 + scale * nx);
    normals[3 * p + 1] = Math.round(128 + scale * ny);
    normals[3 * p + 2] = Math.round(128 + scale);
    orm[3 * p] = Math.round(255 * (1 - 0.8 * drilled));
    orm[3 * p + 1] = Math.round(255 * Math.min(1, material.roughness + 0.3 * deep));
    orm[3 * p + 2] = Math.round(255 * material.metallic * (luminance(color) > 0 ? 1 - 0.3 * deep : 1));
  }
  const picture = (data: Uint8Array) => ({ width: size, height: size, channels: 3 as const, data });
  return { name: "Eye", baseColor: picture(colors), normal: picture(normals), orm: picture(orm) };
}
