import type { Surface } from "../../../runtime/head/layers/types.ts";
import { samplePicture } from "./sample.ts";

/** Directions in the camera's space (right, up, towards it) or, where `world`, in the head's; linear colours. */
export const LIGHTS = [
  { direction: [-0.52, 0.5, 0.69], color: [2.6, 2.45, 2.25], shadow: true },
  { direction: [0.82, 0.15, 0.55], color: [0.5, 0.56, 0.66], shadow: false },
  { direction: [0.62, 0.42, -0.66], color: [0.9, 0.95, 1.05], shadow: false },
];
const SKY = [0.5, 0.53, 0.6];
const GROUND = [0.24, 0.21, 0.19];
/** How far light wraps around skin by colour: red scatters furthest. */
const SKIN_WRAP = [0.28, 0.12, 0.07];
const NO_WRAP = [0, 0, 0];

/** One point of a surface, in the head's space. */
export interface Point {
  normal: number[];
  /** Along u and along v, not orthonormal; undefined without texture. */
  tangent?: number[];
  bitangent?: number[];
  /** Towards the camera. */
  view: number[];
  u: number;
  v: number;
  skin: boolean;
}

interface Light {
  direction: number[];
  color: number[];
  /** 0..1 of it arrives. */
  lit: number;
}

const texel = [0, 0, 0, 0];

/** Linear colour and alpha of a point under the lights: GGX with Smith's visibility, clearcoat, wrapped light on skin. */
export function shadePoint(surface: Surface, point: Point, lights: Light[]): [number, number, number, number] {
  const factor = surface.color ?? [1, 1, 1, 1];
  const base = factor.slice();
  if (surface.baseColor) {
    samplePicture(surface.baseColor, point.u, point.v, true, texel);
    for (let c = 0; c < 4; c++) base[c] *= texel[c];
  }
  let occlusion = 1;
  let roughness = surface.roughness ?? 1;
  let metallic = surface.metallic ?? (surface.orm ? 1 : 0);
  if (surface.orm) {
    samplePicture(surface.orm, point.u, point.v, false, texel);
    occlusion = texel[0];
    roughness *= texel[1];
    metallic *= texel[2];
  }
  const geometric = point.normal;
  const normal = surface.normal && point.tangent ? bend(surface, point) : geometric;
  const specular = 0.04 * (surface.specular ?? 1);
  const f0 = [0, 1, 2].map((c) => specular * (1 - metallic) + base[c] * metallic);
  const out: [number, number, number, number] = [0, 0, 0, base[3]];
  const nv = Math.max(1e-3, dot(normal, point.view));
  const wrap = point.skin ? SKIN_WRAP : NO_WRAP;
  const coat = surface.clearcoat;
  for (const light of lights) {
    const nl = dot(normal, light.direction);
    const half = unit(light.direction.map((x, c) => x + point.view[c]));
    const vh = Math.max(0, dot(point.view, half));
    const fresnel = (1 - vh) ** 5;
    const lobe = nl > 0 ? ggx(roughness, Math.max(0, dot(normal, half)), nl, nv) * nl : 0;
    const coatNl = Math.max(0, dot(geometric, light.direction));
    const coatNv = Math.max(1e-3, dot(geometric, point.view));
    const coatLobe = coat
      ? coat.factor *
        (0.04 + 0.96 * fresnel) *
        ggx(coat.roughness, Math.max(0, dot(geometric, half)), coatNl, coatNv) *
        coatNl
      : 0;
    for (let c = 0; c < 3; c++) {
      const diffuse =
        (Math.max(0, nl + wrap[c]) / (1 + wrap[c]) ** 2) * (wrap[c] ? light.lit ** (1 - wrap[c]) : light.lit);
      const f = f0[c] + (1 - f0[c]) * fresnel;
      out[c] +=
        light.color[c] *
        (diffuse * (1 - metallic) * (1 - f) * base[c] + light.lit * (lobe * f * Math.PI + coatLobe * Math.PI));
    }
  }
  const up = 0.5 + 0.5 * normal[1];
  const grazing = f0.map((f) => f + (Math.max(1 - roughness, f) - f) * (1 - nv) ** 5);
  const mirrored = 2 * nv * normal[1] - point.view[1];
  for (let c = 0; c < 3; c++) {
    const ambient = GROUND[c] + (SKY[c] - GROUND[c]) * up;
    const room = GROUND[c] + (SKY[c] - GROUND[c]) * (0.5 + 0.5 * mirrored);
    out[c] += occlusion * (ambient * base[c] * (1 - metallic) + room * grazing[c] * (metallic > 0.5 ? 1.6 : 0.8));
    if (coat) out[c] += coat.factor * room * (0.04 + 0.5 * (1 - nv) ** 5);
  }
  return out;
}

function bend(surface: Surface, { normal, tangent, bitangent, u, v }: Point): number[] {
  samplePicture(surface.normal!, u, v, false, texel);
  const [x, y, z] = [2 * texel[0] - 1, 2 * texel[1] - 1, 2 * texel[2] - 1];
  const along = unit(tangent!.map((t, c) => t - dot(tangent!, normal) * normal[c]));
  const across = unit(bitangent!.map((b, c) => b - dot(bitangent!, normal) * normal[c]));
  // glTF's green points up in the picture, against v.
  return unit(normal.map((n, c) => z * n + x * along[c] - y * across[c]));
}

/** D·V of the microfacet lobe: GGX, height-correlated Smith. */
function ggx(roughness: number, nh: number, nl: number, nv: number): number {
  const a = Math.max(0.02, roughness * roughness);
  const a2 = a * a;
  const d = a2 / (Math.PI * (nh * nh * (a2 - 1) + 1) ** 2);
  const smith = nl * Math.sqrt(nv * nv * (1 - a2) + a2) + nv * Math.sqrt(nl * nl * (1 - a2) + a2);
  return (d * 0.5) / Math.max(1e-6, smith);
}

export function dot(a: number[], b: number[]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function unit(a: number[]): number[] {
  const length = Math.hypot(a[0], a[1], a[2]) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** Linear → display, with a filmic shoulder (Hable's curve as fitted by Narkowicz for ACES, without its tint). */
export function toDisplay(x: number): number {
  const e = 0.5 * Math.max(0, x);
  const mapped = Math.min(1, (e * (2.51 * e + 0.03)) / (e * (2.43 * e + 0.59) + 0.14));
  return mapped <= 0.0031308 ? mapped * 12.92 : 1.055 * mapped ** (1 / 2.4) - 0.055;
}
