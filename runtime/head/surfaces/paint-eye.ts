import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Surface } from "../layers/types.ts";
import { linearOf, luminance, mixed, type Rgb, srgbByte } from "./color.ts";
import { clouds, noise3, randomOf } from "./noise.ts";

/** How an eyeball's texture is laid out: an azimuthal map around the pupil (assets/template/anatomy.json, `eye`). */
export interface EyeLayout {
  /** Half angle of the iris in degrees. */
  irisAngle: number;
  /** Distance of the iris' edge from the texture's middle, and of the last that can be seen, 0..0.5. */
  irisRadiusUv: number;
  seenRadiusUv: number;
}

/** What an eye looks like. Colours are sRGB. */
export interface EyePlan {
  iris: Rgb;
  sclera?: Rgb;
  age: number;
  seed: number;
  /** "cat": a slit pupil; "glowing" irises have no shade; "blind" ones are veiled. */
  kind?: string;
}

/** The angle of the edge of what can be seen, in degrees, and the power by which the front takes more of the texture. */
const SEEN = 100;
const SPREAD = 0.8;
/** Radius of the pupil in radii of the iris, of a child and of the old: pupils narrow with the years (Winn et al. 1994). */
const PUPIL = [0.42, 0.31] as const;
/** The usual eye's opening in degrees from the gaze: to its corners, to the upper and the lower lid above the pupil. */
const OPENING = { corner: 56, upper: 19, lower: 23 };
/** Irises are a brown or a blue-grey haze over dark fibres: never as pure as the word for them. */
const HAZE = 0.24;

const BRIGHT: Rgb = [0.7, 0.68, 0.655];
const AGED: Rgb = [0.6, 0.54, 0.45];
const FLESH: Rgb = [0.46, 0.17, 0.13];
const VEIN: Rgb = [0.42, 0.11, 0.08];

/**
 * An eyeball under its cornea: iris with fibres, collarette, ring at the limbus and a soft-edged pupil; a white that reddens
 * towards the corners, with veins; shade of both lids and their lashes. The iris' relief is a bowl, so that light from above pools at its
 * lower half, while the clearcoat keeps the cornea's own normals: a reflex over depth.
 * @param size of the pictures' sides in texels.
 */
export function paintEye(layout: EyeLayout, plan: EyePlan, size: number): Surface {
  const colors = new Uint8Array(3 * size * size);
  const normals = new Uint8Array(3 * size * size);
  const orm = new Uint8Array(3 * size * size);
  const iris = irisColors(plan);
  const veins = drawVeins(size, layout, plan);
  const white = mixed(
    plan.sclera ? linearOf(plan.sclera) : BRIGHT,
    AGED,
    plan.sclera ? 0 : 0.75 * smoothstep(35, 85, plan.age),
  );
  const out = new Float32Array(3);
  const shift = plan.seed % 53;
  const pupil = PUPIL[0] + (PUPIL[1] - PUPIL[0]) * smoothstep(8, 75, plan.age);
  for (let p = 0; p < size * size; p++) {
    const x = (p % size) + 0.5 - size / 2;
    const y = size / 2 - Math.floor(p / size) - 0.5;
    const d = Math.hypot(x, y) / size;
    const turn = Math.atan2(y, x);
    const r = d / layout.irisRadiusUv;
    const angle = SEEN * (Math.min(d, layout.seenRadiusUv) / layout.seenRadiusUv) ** (1 / SPREAD);
    const [cx, cy] = d > 0 ? [x / (d * size), y / (d * size)] : [0, 0];
    let rough = 0.34;
    let [slope, aslant] = [0, 0];
    scleraColor(out, white, { angle, cx, cy, vein: veins[p], shift });
    if (r < 1.16) {
      const edge = 1 - smoothstep(0.9 + 0.04 * noise3(3 * cx + shift, 3 * cy, 1), 1.13, r);
      slope = irisColor(out, iris, plan, { r: Math.min(1, r), turn, cx, cy, edge, shift, pupil });
      // The bowl: facing the middle, steeper outwards, none in the pupil.
      const bowl = 0.42 * smoothstep(pupil, pupil + 0.25, r) * edge;
      aslant = -bowl;
      rough = 0.34 + 0.2 * edge;
    }
    const hidden = plan.kind === "glowing" ? 0 : lidShade(angle * cx, angle * cy);
    const shade = 1 - 0.8 * hidden;
    // What is in the lids' shade is lit by them: red goes last.
    for (let c = 0; c < 3; c++) colors[3 * p + c] = srgbByte(out[c] * shade ** [0.78, 1.04, 1.06][c]);
    // Slopes: along the radius, and fibres across it.
    const nx = aslant * cx - slope * -cy;
    const ny = aslant * cy - slope * cx;
    const scale = 127 / Math.hypot(nx, ny, 1);
    normals[3 * p] = Math.round(128 + scale * nx);
    normals[3 * p + 1] = Math.round(128 + scale * ny);
    normals[3 * p + 2] = Math.round(128 + scale);
    orm[3 * p] = Math.round(255 * (1 - 0.6 * hidden));
    orm[3 * p + 1] = Math.round(255 * rough);
  }
  return {
    name: "Eye",
    baseColor: { width: size, height: size, channels: 3, data: colors },
    normal: { width: size, height: size, channels: 3, data: normals },
    orm: { width: size, height: size, channels: 3, data: orm },
    specular: 0.6,
    clearcoat: { factor: 1, roughness: 0.07 },
  };
}

/**
 * Share of the light that lids and lashes take, 0..1, at degrees aside and above the gaze, looking straight ahead: the upper lid
 * overhangs, the lower one only meets the ball, and in the corners both are near.
 */
function lidShade(aside: number, above: number): number {
  const across = Math.min(1, Math.abs(aside) / OPENING.corner);
  const arch = 1 - across * across;
  const upper = OPENING.upper * arch - above;
  const lower = above + OPENING.lower * arch ** 0.8;
  const over = Math.exp(-((Math.max(0, upper) / 8.5) ** 1.3));
  const under = Math.exp(-Math.max(0, lower) / 5.5);
  return 1 - (1 - 0.78 * over) * (1 - 0.42 * under) * (1 - 0.18 * smoothstep(0.5, 1, across));
}

/** Tones of an iris: outer stroma, around the pupil, its limbal ring, all linear. */
function irisColors({ iris, kind }: EyePlan) {
  const pure = linearOf(iris);
  const grey = luminance(pure);
  const base = mixed(
    pure,
    [1.06 * grey, grey, 0.92 * grey],
    kind === "glowing" ? 0 : HAZE * smoothstep(0.015, 0.12, grey),
  ).map((v) => 0.86 * v) as Rgb;
  const light = luminance(base);
  if (kind === "blind")
    return {
      base: mixed(base, [0.6, 0.62, 0.62], 0.75),
      inner: [0.6, 0.62, 0.62] as Rgb,
      ring: [0.4, 0.42, 0.42] as Rgb,
    };
  // Pale eyes are amber around the pupil, dark ones lighter brown.
  const amber: Rgb = light > 0.06 ? [0.2, 0.125, 0.05] : [base[0] * 1.5 + 0.01, base[1] * 1.3 + 0.004, base[2]];
  const ring = base.map((value, c) => value * [0.22, 0.24, 0.28][c] + 0.004) as Rgb;
  return { base, inner: mixed(base, amber, light > 0.06 ? 0.5 : 0.7), ring };
}

/** A point of the iris: radius in radii of the iris, direction as an angle and a unit vector, how much of it is iris. */
interface Spot {
  r: number;
  turn: number;
  cx: number;
  cy: number;
  edge: number;
  shift: number;
  /** Radius of the pupil. */
  pupil: number;
}
/** A point of the white: degrees from the gaze, direction, share of a vein. */
interface WhiteSpot {
  angle: number;
  cx: number;
  cy: number;
  vein: number;
  shift: number;
}

/** Lays the iris over a colour. @returns the slope of its fibres around the middle. */
function irisColor(
  out: Float32Array,
  { base, inner, ring }: ReturnType<typeof irisColors>,
  { kind }: EyePlan,
  { r, turn, cx, cy, edge, shift, pupil }: Spot,
): number {
  const slit = kind === "cat";
  const inside = slit
    ? Math.hypot(r * cx * 4.6, r * cy * 1.15) * pupil
    : r + 0.012 * (noise3(6 * cx, 6 * cy, shift) - 0.5);
  // Fibres: noise that runs along the radius, finer ones outwards; they wave and part around crypts.
  const wave = turn + 0.1 * (noise3(4 * cx + shift, 4 * cy, 5 * r) - 0.5);
  const [fx, fy] = [Math.cos(wave), Math.sin(wave)];
  const coarse = noise3(9 * fx + shift, 9 * fy, 1.6 * r);
  const fine = noise3(26 * fx, 26 * fy + shift, 2.5 * r);
  const finest = noise3(60 * fx + 3, 60 * fy, 3 * r);
  const fibre = 0.5 * coarse + 0.32 * fine + 0.18 * finest;
  const collarette = pupil + 0.17 + 0.07 * (noise3(5 * cx, 5 * cy + shift, 2) - 0.5);
  // Around the pupil another colour, that runs out along the fibres and further in some sectors than in others.
  const sector = noise3(1.6 * cx + shift, 1.6 * cy, 6) - 0.5;
  const near = 1 - smoothstep(collarette - 0.08, collarette + 0.3, r + 0.3 * (coarse - 0.5) - 0.22 * sector);
  const frill = Math.exp(-(((r - collarette) / 0.05) ** 2));
  const crypt =
    smoothstep(0.62, 0.8, noise3(7 * cx + 9, 7 * cy + shift, 4)) * Math.exp(-(((r - collarette - 0.12) / 0.1) ** 2));
  const tone =
    (0.12 + 2.1 * fibre ** 1.6) *
    (1 + 0.4 * frill - 0.6 * crypt) *
    (1 - 0.35 * smoothstep(0.5, 0.85, r) * (1 - fibre)) *
    (1 + 0.5 * sector);
  const limbal = smoothstep(0.66, 0.98, r + 0.07 * (fine - 0.5) + 0.05 * (coarse - 0.5));
  const dark = 1 - smoothstep(pupil - 0.025, pupil + 0.035, inside);
  // Light that the cornea throws onto the iris: the lower half is brighter.
  const caustic = 1 + 0.42 * -cy * smoothstep(0.3, 0.85, r);
  const rim = Math.exp(-(((inside - pupil - 0.03) / 0.03) ** 2));
  for (let c = 0; c < 3; c++) {
    let value = (base[c] + near * (inner[c] - base[c])) * tone * caustic * (1 - 0.55 * rim);
    value += limbal * 0.92 * (ring[c] - value);
    value += dark * (0.0025 - value);
    out[c] += edge * (value - out[c]);
  }
  return (
    0.22 *
    (noise3(26 * Math.cos(wave + 0.03), 26 * Math.sin(wave + 0.03) + shift, 2.5 * r) - fine) *
    edge *
    (1 - dark) *
    4
  );
}

function scleraColor(out: Float32Array, white: Rgb, { angle, cx, cy, vein, shift }: WhiteSpot): void {
  const blotch = clouds(cx * angle * 0.05 + shift, cy * angle * 0.05, 1, 2.2, 3);
  // Bluish where it is thin beside the iris, yellower and redder towards the corners.
  const side = Math.abs(cx) ** 1.5;
  const corner = smoothstep(30, 60, angle) * (0.35 + 0.65 * side);
  const thin = Math.exp(-(((angle - 29) / 5) ** 2));
  const flesh = Math.min(0.9, 0.72 * corner + 0.14 * (blotch + 0.5) * smoothstep(28, 46, angle));
  for (let c = 0; c < 3; c++) {
    let value = white[c] * (1 + 0.14 * blotch) * (1 - thin * [0.14, 0.08, 0.02][c]);
    value += flesh * 0.6 * (FLESH[c] - value);
    value += Math.min(0.8, vein) * (VEIN[c] - value);
    out[c] = value;
  }
}

/** Veins: crooked, branching, from the corners towards the iris, thinner on their way. F32 [size²] shares. */
function drawVeins(size: number, { irisRadiusUv, seenRadiusUv }: EyeLayout, { seed, age }: EyePlan): Float32Array {
  const out = new Float32Array(size * size);
  const random = randomOf(seed ^ 0xe7e5);
  const scale = size / 512;
  const grow = (turn: number, d: number, width: number, depth: number) => {
    let [a, r, w, heading] = [turn, d, width, (random() - 0.5) * 0.9];
    while (r > irisRadiusUv * (1.18 + 0.35 * random()) && w > 0.12) {
      heading = 0.86 * heading + 0.62 * (random() - 0.5);
      r -= 0.0022;
      a += (0.0026 * heading) / r;
      w *= 0.9925;
      dab(size * (0.5 + r * Math.cos(a)), size * (0.5 - r * Math.sin(a)), Math.max(0.55, w * scale), 0.34 * w);
      if (depth < 2 && random() < 0.022) grow(a, r, w * 0.75, depth + 1);
    }
  };
  const dab = (x: number, y: number, radius: number, strength: number) => {
    const reach = Math.ceil(radius + 1);
    for (let j = Math.max(0, Math.floor(y) - reach); j <= Math.min(size - 1, Math.floor(y) + reach); j++)
      for (let i = Math.max(0, Math.floor(x) - reach); i <= Math.min(size - 1, Math.floor(x) + reach); i++) {
        const share = strength * (1 - smoothstep(0.3 * radius, radius + 0.6, Math.hypot(i + 0.5 - x, j + 0.5 - y)));
        if (share > out[j * size + i]) out[j * size + i] = share;
      }
  };
  const count = 15 + Math.round(9 * smoothstep(30, 75, age));
  for (let i = 0; i < count; i++) {
    const side = i % 2 === 0 ? 0 : Math.PI;
    grow(side + (random() - 0.5) * 1.9, seenRadiusUv * (0.62 + 0.3 * random()), 0.55 + 0.75 * random(), 0);
  }
  return out;
}
