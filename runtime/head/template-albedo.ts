import type { Rgb } from "../prompt/look.ts";
import type { AlbedoTable } from "./albedo-table.ts";
import type { Mark } from "./marks/mark.ts";
import { marksPaint } from "./marks/paint-marks.ts";
import { isNear, makeOutline, type Outline, signedDistance, squareDistance } from "./outline.ts";
import type { Paint } from "./paint.ts";
import { beardGrowth } from "./parts/beards.ts";
import { BROWS, EYELIDS, LIPS, MOUTH } from "./template-regions.ts";
import type { HeadShape } from "./template-shape.ts";
import type { Weights } from "./weights.ts";

/** Sides of a face with their irises (MediaPipe landmark ids). */
const SIDES = [
  { iris: [468, 469, 470, 471, 472], side: "right" },
  { iris: [473, 474, 475, 476, 477], side: "left" },
] as const;

/** A blink beyond which lids are painted, though an edited head's own outlines may still be open. */
const SHUT = 0.8;
/** So many of an eyelid outline's corners, from corner to corner of the eye, are the lower lid's. */
const LOWER_LID = 9;

/** Height of the average lower lip in heights of the upper one. */
const LOWER_LIP = 1.8;

/** So many widths from its middle, a tint that fades as exp(−d²) is less than a float32 colour can show. */
const FADED = 5;

/**
 * Albedo of an average living head, drawn from its landmarks. Facial features are looked up in the front view, so points
 * behind the face's front are skin.
 * @param weights the morphs that the prompt asks for; ethnicities give the skin's tone, blinks close the eyes.
 * @param prompt may name the colour of the eyes. @param skin of a creature. @param marks painted on it.
 * @returns `head` writes the colour of a point; `eyes` paints nothing but eyes with iris and pupil over what is there, and
 * nothing at all where `hasEye` is false; `carved` is `head` as a statue of that skin has it: tones of one colour.
 */
export function templateAlbedo(
  table: AlbedoTable,
  shape: HeadShape,
  weights: Weights,
  prompt: string,
  skin: Rgb = skinColor(table, weights),
  marks: Mark[] = [],
): { head: Paint; eyes: Paint; hasEye: (x: number, y: number, z: number) => boolean; carved: Paint } {
  const asks = wordsOf(prompt);
  const colors = eyeColors(table, asks);
  const old = Math.min(1, weights["old"] ?? 0);
  const child = Math.max(weights["child"] ?? 0, weights["baby"] ?? 0);
  const brow = mix(table.brows.color, table.brows.old, old);
  const { except, pale } = table.brows;
  const form = table.browForms.find(({ words }) => asks(words)) ?? { grow: 0, strength: table.brows.strength };
  const browShare = asks(except) ? 0 : form.strength * (1 - pale * child);
  const outline = (ids: readonly number[]) => ids.map((id) => [shape.landmarks[id * 3], shape.landmarks[id * 3 + 1]]);
  const lips = makeOutline(outline(LIPS), true);
  const inner = outline(MOUTH);
  const mouth = makeOutline((weights["jawOpen"] ?? 0) > 0 ? openMouth(outline(LIPS), inner) : inner, true);
  const sides = SIDES.map(({ iris, side }) => {
    const [middle, ...rim] = outline(iris);
    const radius = rim.reduce((sum, [x, y]) => sum + Math.hypot(x - middle[0], y - middle[1]) / rim.length, 0);
    const arch = outline(BROWS[side]).map(([x, y]) => [
      x,
      y + child * table.brows.lift * Math.max(0, 1 - Math.abs(x) / 0.3),
    ]);
    const shut = (weights[side === "left" ? "eyeBlinkLeft" : "eyeBlinkRight"] ?? 0) > SHUT;
    // Shut lids meet at the lower one.
    const lids = makeOutline(outline(shut ? EYELIDS[side].slice(0, LOWER_LID) : EYELIDS[side]), !shut);
    const depth = shape.eyes[side].center[2];
    return { brow: makeOutline(arch, true), lids, middle, radius, depth, shut };
  });
  const wrinkles = old > 0 ? table.wrinkles.lines.map((ids) => makeOutline(outline(ids), false)) : [];
  const asked = table.tints.filter(({ words, except = [] }) => !asks(except) && (!words || asks(words)));
  const spots = asked.flatMap(({ tint, radius, landmarks }) =>
    landmarks.map((id) => ({ tint, radius, middle: shape.landmarks.subarray(id * 3, id * 3 + 3) })),
  );
  const grown = 1 - Math.max(child, weights["female"] ?? 0);
  const lipShare = 1 - table.lips.paleInMen * Math.min(1, weights["male"] ?? 0);
  const stubble = Math.min(weights["male"] ?? 0, Math.max(0, grown));

  const lashReach = (table.eyes.lashWidth + table.eyes.soft) / 2;
  const hasEye = (x: number, y: number, z: number) => {
    const side = sides[x > 0 ? 1 : 0];
    return z > side.depth && isNear(side.lids, x, y, lashReach);
  };
  const eyes: Paint = (x, y, z, out, at) => {
    if (hasEye(x, y, z)) paintEye(out, at, colors, sides[x > 0 ? 1 : 0], x, y, lashReach);
  };
  const { crease, wrinkles: folds } = table;
  const marked = marksPaint(shape, skin, marks);
  /** What paint and scars may cover. */
  const under: Paint = (x, y, _z, out, at) => {
    for (const line of wrinkles) {
      const distance = squareDistance(line, x, y, FADED * folds.width);
      tint(out, at, folds.tint, old * Math.exp(-distance / folds.width ** 2));
    }
    const lip = signedDistance(lips, x, y, table.lips.soft / 2);
    tint(out, at, table.lips.tint, lipShare * cover(lip, table.lips.soft));
    const { soft } = table.brows;
    const arch = signedDistance(sides[x > 0 ? 1 : 0].brow, x, y, soft / 2 + Math.max(0, form.grow));
    blend(out, at, brow, browShare * cover(arch - form.grow, soft));
  };
  /** What shows through every paint. */
  const over: Paint = (x, y, z, out, at) => {
    const { color, width } = table.mouth;
    blend(out, at, color, cover(signedDistance(mouth, x, y, width) - width / 2, width));
    const side = sides[x > 0 ? 1 : 0];
    if (!side.shut && y > side.middle[1]) {
      const fold = Math.abs(signedDistance(side.lids, x, y, crease.above + crease.width) - crease.above);
      tint(out, at, crease.tint, cover(fold - crease.width / 2, crease.width));
    }
    eyes(x, y, z, out, at);
  };
  const head: Paint = (x, y, z, out, at) => {
    for (let k = 0; k < 3; k++) out[at + k] = skin[k];
    for (const { tint: factors, radius, middle } of spots) {
      const distance = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 + (z - middle[2]) ** 2;
      if (distance < (FADED * radius) ** 2) tint(out, at, factors, Math.exp(-distance / radius ** 2));
    }
    if (stubble !== 0) tint(out, at, table.stubble, stubble * beardGrowth(x, y, z));
    const isFront = z > sides[x > 0 ? 1 : 0].depth;
    if (isFront) under(x, y, z, out, at);
    marked?.(x, y, z, out, at);
    if (isFront) over(x, y, z, out, at);
  };
  const carved: Paint = (x, y, z, out, at) => {
    head(x, y, z, out, at);
    const tone = Math.min(table.carved.most, luma(out.subarray(at, at + 3)) / luma(skin)) ** table.carved.power;
    for (let k = 0; k < 3; k++) out[at + k] = Math.min(1, skin[k] * tone);
  };
  return { head, eyes, hasEye, carved };
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

/** Brightness of an sRGB colour, Rec. 709 weights. */
const luma = (color: ArrayLike<number>) => 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];

function paintEye(
  out: Float32Array,
  at: number,
  eyes: AlbedoTable["eyes"],
  { lids, middle, radius, shut }: { lids: Outline; middle: number[]; radius: number; shut: boolean },
  x: number,
  y: number,
  reach: number,
): void {
  const lid = signedDistance(lids, x, y, reach);
  // The lash line lies on the upper lid only.
  const upper = shut || y > middle[1] ? 1 : 0.35;
  blend(out, at, eyes.lash, 0.8 * upper * cover(Math.abs(lid) - eyes.lashWidth / 2, eyes.soft));
  if (shut) return;
  const inside = cover(lid, eyes.soft);
  if (inside === 0) return;
  const ball = Float32Array.from(eyes.sclera);
  const distance = Math.hypot(x - middle[0], y - middle[1]);
  blend(ball, 0, eyes.ring, cover(distance - radius, eyes.soft));
  blend(ball, 0, eyes.iris, cover(distance - radius * eyes.ringShare, eyes.soft));
  blend(ball, 0, eyes.pupil, cover(distance - radius * eyes.pupilShare, eyes.soft));
  blend(out, at, ball, inside);
}

/** Skin of people: the ethnicities' tones in proportion, the default for the rest. */
export function skinColor({ skin }: AlbedoTable, weights: Weights): Rgb {
  const color: Rgb = [0, 0, 0];
  let rest = 1;
  for (const [name, tone] of Object.entries(skin)) {
    const weight = name === "default" ? 0 : Math.min(rest, weights[name] ?? 0);
    rest -= weight;
    for (let k = 0; k < 3; k++) color[k] += weight * tone[k];
  }
  return color.map((value, k) => value + rest * skin.default[k]) as Rgb;
}

/** Share of a soft edge: 1 inside, 0 outside, `soft` wide around distance 0. */
function cover(distance: number, soft: number): number {
  const t = Math.min(1, Math.max(0, 0.5 - distance / soft));
  return t * t * (3 - 2 * t);
}

function blend(out: Float32Array, at: number, towards: ArrayLike<number>, share: number): void {
  for (let k = 0; k < 3; k++) out[at + k] += (towards[k] - out[at + k]) * share;
}

function tint(out: Float32Array, at: number, factors: Rgb, share: number): void {
  for (let k = 0; k < 3; k++) out[at + k] *= 1 + (factors[k] - 1) * share;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((k) => a[k] + (b[k] - a[k]) * share) as Rgb;
}

/** Of the eyes that the prompt asks for. */
function eyeColors({ eyes, irises }: AlbedoTable, asks: (words: string[]) => boolean): AlbedoTable["eyes"] {
  const asked = irises.find(({ words }) => asks(words));
  return asked ? { ...eyes, iris: asked.color, sclera: asked.sclera ?? eyes.sclera } : eyes;
}

/** @returns whether a prompt has one of some words or phrases, in lower case. */
function wordsOf(prompt: string): (words: string[]) => boolean {
  const text = ` ${prompt.toLowerCase().replaceAll(/[^\p{L}]+/gu, " ")} `;
  return (words) => words.some((word) => text.includes(` ${word} `));
}
