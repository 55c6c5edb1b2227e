import type { Surface } from "../../../runtime/head/layers/types.ts";
import { samplePicture } from "./sample.ts";

/**
 * Directions in the camera's space (right, up, towards it); linear colours. Key and fill together with the room light a matte
 * surface that faces the camera by about 1: pictures show colours as they are painted.
 */
export const LIGHTS = [
  { direction: [-0.52, 0.5, 0.69], color: [1.16, 1.1, 1.02] },
  { direction: [0.82, 0.15, 0.55], color: [0.2, 0.225, 0.26] },
  { direction: [0.62, 0.42, -0.66], color: [0.8, 0.84, 0.92] },
];
const SKY = [0.36, 0.38, 0.42];
const GROUND = [0.19, 0.17, 0.16];
/** The lights are soft boxes: sine of half the angle that they take, and what that adds to a lobe's width. */
const BOX = 0.1;
/** How far light wraps around skin by colour: red scatters furthest. */
const SKIN_WRAP = [0.28, 0.12, 0.07];
const NO_WRAP = [0, 0, 0];
/** KHR_materials_anisotropy: how wide the lobe is along and across the strands. */
interface Grain {
  along: number[];
  across: number[];
  strength: number;
}

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
  /** Vertex colour, linear. */
  tint?: number[];
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
  if (point.tint) for (let c = 0; c < 3; c++) base[c] *= point.tint[c];
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
  const grain = surface.anisotropy && point.tangent ? grainOf(surface.anisotropy, normal, point) : undefined;
  for (const light of lights) {
    const nl = dot(normal, light.direction);
    const half = unit(light.direction.map((x, c) => x + point.view[c]));
    const vh = Math.max(0, dot(point.view, half));
    const fresnel = (1 - vh) ** 5;
    const nh = Math.max(0, dot(normal, half));
    const lobe =
      nl <= 0
        ? 0
        : nl * (grain ? grained(roughness, grain, { half, light, point, nh, nl, nv }) : ggx(roughness, nh, nl, nv));
    const coatLobe = coat
      ? coat.factor * (0.04 + 0.96 * fresnel) * boxLobe(coat.roughness, geometric, point.view, light)
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

/** D·V of the microfacet lobe: GGX, height-correlated Smith, as wide as the light is. */
function ggx(roughness: number, nh: number, nl: number, nv: number): number {
  const a = Math.max(0.02, roughness * roughness);
  const wide = Math.min(1, a + BOX / 2);
  const a2 = wide * wide;
  const d = a2 / (Math.PI * (nh * nh * (a2 - 1) + 1) ** 2);
  const smith = nl * Math.sqrt(nv * nv * (1 - a2) + a2) + nv * Math.sqrt(nl * nl * (1 - a2) + a2);
  return (d * 0.5) / Math.max(1e-6, smith);
}

/** D·V·n·l of a sharp lobe that mirrors a round light: the light's point nearest to the mirrored ray (Karis 2013). */
function boxLobe(roughness: number, normal: number[], view: number[], { direction }: Light): number {
  const nv = Math.max(1e-3, dot(normal, view));
  const mirrored = normal.map((n, c) => 2 * nv * n - view[c]);
  const off = mirrored.map((m, c) => m - direction[c]);
  const length = Math.hypot(...off);
  const near = unit(direction.map((d, c) => d + off[c] * Math.min(1, BOX / Math.max(1e-6, length))));
  const nl = dot(normal, near);
  if (nl <= 0) return 0;
  const a = Math.max(0.01, roughness * roughness);
  const half = unit(near.map((x, c) => x + view[c]));
  const nh = Math.max(0, dot(normal, half));
  const d = a ** 2 / (Math.PI * (nh * nh * (a * a - 1) + 1) ** 2);
  const smith = nl * Math.sqrt(nv * nv * (1 - a * a) + a * a) + nv * Math.sqrt(nl * nl * (1 - a * a) + a * a);
  return ((d * 0.5) / Math.max(1e-6, smith)) * nl * (a / (a + BOX / 2)) ** 2;
}

function grainOf(
  { strength, rotation }: NonNullable<Surface["anisotropy"]>,
  normal: number[],
  { tangent, bitangent }: Point,
): Grain {
  const t = unit(tangent!.map((x, c) => x - dot(tangent!, normal) * normal[c]));
  const right = [
    normal[1] * t[2] - normal[2] * t[1],
    normal[2] * t[0] - normal[0] * t[2],
    normal[0] * t[1] - normal[1] * t[0],
  ];
  // glTF's bitangent points up in the picture, against v.
  const sign = dot(right, bitangent!) > 0 ? -1 : 1;
  const [c, s] = [Math.cos(rotation), Math.sin(rotation)];
  const along = t.map((x, k) => c * x + s * sign * right[k]);
  const across = t.map((x, k) => -s * x + c * sign * right[k]);
  return { along, across, strength };
}

/** D·V of the anisotropic lobe of KHR_materials_anisotropy. */
function grained(
  roughness: number,
  { along, across, strength }: Grain,
  {
    half,
    light,
    point,
    nh,
    nl,
    nv,
  }: { half: number[]; light: Light; point: Point; nh: number; nl: number; nv: number },
): number {
  const a = Math.max(0.02, roughness * roughness);
  const at = a + (1 - a) * strength * strength;
  const f = a * at;
  const [x, y, z] = [a * dot(along, half), at * dot(across, half), f * nh];
  const w = f / (x * x + y * y + z * z);
  const d = (f * w * w) / Math.PI;
  const l = light.direction;
  const gv = nl * Math.hypot(at * dot(along, point.view), a * dot(across, point.view), nv);
  const gl = nv * Math.hypot(at * dot(along, l), a * dot(across, l), nl);
  return d * (0.5 / Math.max(1e-6, gv + gl));
}

export function dot(a: number[], b: number[]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function unit(a: number[]): number[] {
  const length = Math.hypot(a[0], a[1], a[2]) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** Where the shoulder begins, and how fast what is too bright pales: Khronos PBR Neutral, whose toe expects a brighter room to be mirrored than ours. */
const SHOULDER = 0.76;
const PALING = 0.15;

/** Linear colour → display, in place: Khronos PBR Neutral, made for colours to stay what their albedo says. */
export function toDisplay(color: number[]): void {
  const low = Math.max(0, Math.min(color[0], color[1], color[2]));
  const offset = low < 0.08 ? 0.5 * (low - 6.25 * low * low) : 0.02;
  for (let c = 0; c < 3; c++) color[c] = Math.max(0, color[c] - offset);
  const peak = Math.max(color[0], color[1], color[2]);
  if (peak >= SHOULDER) {
    const room = 1 - SHOULDER;
    const top = 1 - (room * room) / (peak + room - SHOULDER);
    const pale = 1 - 1 / (PALING * (peak - top) + 1);
    for (let c = 0; c < 3; c++) color[c] = (1 - pale) * color[c] * (top / peak) + pale * top;
  }
  for (let c = 0; c < 3; c++)
    color[c] = color[c] <= 0.0031308 ? color[c] * 12.92 : 1.055 * color[c] ** (1 / 2.4) - 0.055;
}
