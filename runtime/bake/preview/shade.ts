import { toLinear, toSrgb } from "../../head/surfaces/color.ts";
import { BOXES, backdrop, eyeLight, GROUND, mirrorStudio, SKY } from "./studio.ts";
import type { SurfaceSamples } from "./surfaces.ts";
import type { ViewHits } from "./trace-views.ts";

/** How far light wraps around skin by channel: red scatters furthest. */
const SCATTER = [0.3, 0.12, 0.08];
/** What a strand's own lobe and the light that went through it make of a box. */
const STRAND = 0.32;
const EXPOSURE = 0.98;
const COAT_ROUGHNESS = 0.12;
/** Lids and lashes keep most of the room from an eye. */
const ROOM_IN_EYES = 0.35;

/** Of each box: the length of the sum of its direction and the camera's. */
const HALVES = BOXES.map(({ direction: [x, y, z] }) => Math.hypot(x, y, z + 1));

const LINEAR = Float32Array.from({ length: 1024 }, (_, i) => toLinear(i / 1023));
const DISPLAY = Float32Array.from({ length: 1024 }, (_, i) => toSrgb(i / 1023));

/**
 * A studio's light on a view's hits, over its backdrop, as display values: soft boxes and a hemisphere under occlusion for what
 * is matte, what is mirrored from the studio by roughness, light that scatters in skin, two lobes along strands of hair (Kajiya and Kay 1989).
 * @param keyLit share of the key light that reaches each hit, 0..1.
 */
export function shadeStudio({ size, at, axes }: ViewHits, samples: SurfaceSamples, keyLit: Float32Array): Float32Array {
  const pixels = backdrop(size);
  const { colors, coat, skin, strands, relief } = samples;
  const bent = relief ?? samples.normals;
  const mirror = { roughness: 0, keyLit: 1 };
  const diffuse = [0, 0, 0];
  const shine = [0, 0, 0];
  const room = [0, 0, 0];
  const seenAt = new Float64Array(3);
  /** Where a normal mirrors the camera's look. */
  const mirrorAt = (x: number, y: number, z: number) => {
    seenAt[0] = 2 * z * x;
    seenAt[1] = 2 * z * y;
    seenAt[2] = 2 * z * z - 1;
    return seenAt;
  };
  const rows = Float64Array.from(axes.flat());
  const turn = (vectors: Float32Array, i: number, row: number) =>
    rows[3 * row] * vectors[3 * i] + rows[3 * row + 1] * vectors[3 * i + 1] + rows[3 * row + 2] * vectors[3 * i + 2];
  for (let i = 0; i < at.length; i++) {
    const nx = turn(bent, i, 0);
    const ny = turn(bent, i, 1);
    const nz = Math.max(turn(bent, i, 2), 0.01);
    const open = samples.occlusion[i];
    const metallic = samples.metallic[i];
    const rough = Math.max(0.12, samples.roughness[i]);
    const scatter = skin?.[i] ?? 0;
    const isHair = strands !== undefined && (strands[3 * i] !== 0 || strands[3 * i + 1] !== 0);
    const tx = isHair ? turn(strands, i, 0) : 0;
    const ty = isHair ? turn(strands, i, 1) : 0;
    const tz = isHair ? turn(strands, i, 2) : 0;
    const height = 0.5 + 0.5 * ny;
    for (let c = 0; c < 3; c++) {
      diffuse[c] = (GROUND[c] + height * (SKY[c] - GROUND[c])) * open;
      shine[c] = 0;
    }
    for (let b = 0; b < BOXES.length; b++) {
      const { direction, color, wrap } = BOXES[b];
      const x = direction[0];
      const y = direction[1];
      const z = direction[2];
      const cosine = nx * x + ny * y + nz * z;
      const lit = b === 0 ? keyLit[i] : 0.35 + 0.65 * open;
      // Light that scatters softens the shadow's edge too, red furthest.
      const softened = b === 0 ? scatter * (Math.sqrt(lit) - lit) : 0;
      for (let c = 0; c < 3; c++) {
        const around = wrap + scatter * SCATTER[c];
        const reached = (cosine + around) / (1 + around);
        if (reached > 0) diffuse[c] += (reached * color[c] * (lit + softened * 2 * SCATTER[c])) / Math.PI;
      }
      if (!isHair || cosine < -0.3) continue;
      const along = (tx * x + ty * y + tz * (z + 1)) / HALVES[b];
      const across = Math.sqrt(Math.max(0, 1 - along * along));
      const lobe = STRAND * strandLobe(across) * lit * open * Math.min(1, cosine + 0.3);
      for (let c = 0; c < 3; c++) shine[c] += lobe * color[c];
    }
    const away = 1 - nz;
    const facing = away * away * away * away * away;
    mirror.roughness = rough;
    mirror.keyLit = keyLit[i];
    if (!isHair) mirrorStudio(mirrorAt(nx, ny, nz), mirror, room);
    const bare = 0.04 + Math.max(0, 0.75 - rough) * facing;
    const film = coat?.[i] ?? 0;
    const seen = 0.3 * open + 0.7 * open * open;
    for (let c = 0; c < 3; c++) {
      const albedo = LINEAR[Math.round(1023 * Math.min(1, Math.max(0, colors[3 * i + c])))];
      const gloss = isHair
        ? shine[c] * (0.03 + 0.6 * albedo * (1 - 0.65 * albedo))
        : (1 - film) * bare * room[c] * seen;
      const metal = (albedo + (1 - albedo) * facing * (1 - rough)) * room[c] * (0.35 + 0.65 * open);
      diffuse[c] = (1 - metallic) * (albedo * diffuse[c] + gloss) + metallic * metal;
    }
    if (film > 0) {
      const gz = turn(samples.normals, i, 2);
      const mirrored = mirrorAt(turn(samples.normals, i, 0), turn(samples.normals, i, 1), gz);
      mirror.roughness = COAT_ROUGHNESS;
      mirrorStudio(mirrored, mirror, room);
      const glint = eyeLight(mirrored[0], mirrored[1], mirrored[2]);
      const share = film * (0.045 + 0.5 * (1 - Math.max(0, gz)) ** 5);
      for (let c = 0; c < 3; c++) diffuse[c] += share * (ROOM_IN_EYES * room[c] * open + glint);
    }
    expose(diffuse);
    for (let c = 0; c < 3; c++) pixels[3 * at[i] + c] = DISPLAY[Math.round(1023 * diffuse[c])];
  }
  return pixels;
}

/** A sharp lobe, x⁴⁰, and half of a wide one, x⁸. */
function strandLobe(x: number): number {
  const square = x * x;
  const wide = square * square * (square * square);
  const sharp = wide * wide;
  return sharp * sharp * wide + 0.5 * wide;
}

/** Where the shoulder begins, and how fast what is too bright pales. */
const [SHOULDER, PALING] = [0.66, 0.16];

/** Linear light to 0..1, in place: its brightest channel is bent, the others follow, so that skin and gold keep their hue (Khronos PBR Neutral). */
function expose(light: number[]): void {
  const peak = EXPOSURE * Math.max(light[0], light[1], light[2]);
  const room = 1 - SHOULDER;
  const top = peak < SHOULDER ? peak : 1 - (room * room) / (peak + room - SHOULDER);
  const pale = 1 - 1 / (PALING * (peak - top) + 1);
  const scale = peak > 0 ? (EXPOSURE * top) / peak : 0;
  for (let c = 0; c < 3; c++) light[c] = (1 - pale) * scale * light[c] + pale * top;
}
