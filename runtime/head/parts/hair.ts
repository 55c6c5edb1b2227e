import { smoothstep } from "../../mesh/smoothstep.ts";
import {
  above,
  ball,
  carve,
  chain,
  drum,
  intersection,
  join,
  mirrored,
  type Point,
  plait,
  type Solid,
  shell,
  taper,
  union,
  without,
} from "./shapes.ts";

/** Height of the hairline at a depth: nape, temples, forehead. Head space of the average head. */
function hairline(z: number): number {
  if (z < -0.25) return -0.3;
  return z < 0.15 ? -0.3 + (z + 0.25) * 0.8 : 0.02 + (z - 0.15) * 1.3;
}

/** Ears stick out of short hair, and the further out, the more of what is there is ear. */
function ear(x: number, y: number, z: number): number {
  const out = Math.abs(x) - 0.45;
  return (
    1 - smoothstep(0.11, 0.17, Math.hypot(Math.max(0, -out), (y + 0.04) * 0.85, (z + 0.09) * 0.95) - Math.max(0, out))
  );
}

/** Waves that make locks of a smooth volume: along the strands, which fall from the crown. */
function locks(x: number, y: number, z: number, count: number, depth: number): number {
  const around = Math.atan2(x, z + 0.1);
  return depth * Math.sin(around * count + 2.5 * Math.sin(3 * y + 2 * z) + 1.3 * Math.sin(7 * x));
}

/** Lumps of curls. */
function curls(x: number, y: number, z: number, size: number, depth: number): number {
  const k = (2 * Math.PI) / size;
  return depth * Math.sin(k * x + 2 * Math.sin(9 * y)) * Math.sin(k * y + 2 * Math.sin(8 * z)) * Math.sin(k * z + 1);
}

/** Hair that follows the skull. */
const cap =
  (thickness: number, { soft = 0.2, count = 26, depth = 0.012, overEars = false } = {}): Solid =>
  (x, y, z, skin) => {
    const line = hairline(z);
    const over = smoothstep(line - 0.4 * soft, line + 0.6 * soft, y);
    if (over === 0) return skin + 0.02;
    const grown = over * (overEars ? 1 : 1 - ear(x, y, z));
    return skin + 0.02 - grown * (thickness + 0.02 + locks(x, y, z, count, depth));
  };

/** Everything from the brows down in front of the ears: hair keeps out of it. */
const face: Solid = (x, y, z) => {
  const wide = Math.hypot(x / 0.37, (y + 0.22) / 0.62) - 1;
  return Math.max(wide * 0.37, 0.0 - z);
};

/** A parting, a little to the left. */
const parting = (x: number, y: number, z: number) =>
  0.035 * Math.exp(-(((x - 0.09) / 0.028) ** 2)) * smoothstep(0.3, 0.42, y) * smoothstep(-0.25, 0, z);

/** A fall of hair behind the ears, down to a height; its ends are locks of unequal length. */
function fall(bottom: number, count: number): Solid {
  const mass = drum([0, -0.16], [bottom, 0.3], 0.54, 0.5, 0.94, 0.14);
  const ends: Solid = (x, y, z) => {
    const around = Math.atan2(x, z + 0.1);
    return 0.7 * (y - bottom - 0.05 - 0.035 * Math.sin(around * 9) - 0.025 * Math.sin(around * 21 + 1));
  };
  // The front edge runs from the temples back to the shoulders.
  const front: Solid = (_x, y, z) => 0.9 * (0.08 + 0.22 * Math.min(0, y + 0.1) - z);
  return carve(
    0.06,
    carve(0.1, (x, y, z, skin) => mass(x, y, z, skin) - locks(x, y, z, count, 0.018), front),
    ends,
  );
}

/** Two strands that frame the face and lie on the chest. */
function strands(bottom: number): Solid {
  const path = chain(
    [
      [0.3, 0.42, 0.16],
      [0.45, 0.14, 0.12],
      [0.49, -0.24, 0.06],
      [0.47, 0.5 * (bottom - 0.24), 0.06],
      [0.42, bottom, 0.14],
    ],
    0.1,
    0.05,
  );
  return mirrored((x, y, z, skin) => path(x, y, z, skin) - 0.012 * Math.sin(70 * x + 50 * z + 5 * y));
}

const long = (bottom: number, count = 18): Solid => {
  const hair = join(0.09, cap(0.07, { soft: 0.2, count, overEars: true }), fall(bottom, count), strands(bottom + 0.02));
  const combed: Solid = (x, y, z, skin) => hair(x, y, z, skin) + parting(x, y, z);
  return without(combed, face);
};
const rough = (thickness: number, size: number, depth: number, soft: number): Solid => {
  const smooth = cap(thickness, { soft, depth: 0, overEars: thickness > 0.1 });
  return (x, y, z, skin) => {
    const line = hairline(z);
    const share = smoothstep(line, line + 0.1, y);
    return smooth(x, y, z, skin) - (share === 0 ? 0 : curls(x, y, z, size, depth) * share);
  };
};

/** Hair tied at the back of the head: it rises from the band, widens and ends in a tip. */
const tail: Solid = (() => {
  const path: Point[] = [
    [0, 0.3, -0.48],
    [0, 0.36, -0.68],
    [0, 0.2, -0.79],
    [0, -0.2, -0.78],
    [0, -0.62, -0.7],
  ];
  const radii = [0.1, 0.08, 0.13, 0.13, 0.03];
  const bulk = join(0.08, ...radii.slice(1).map((to, i) => taper(path[i], path[i + 1], radii[i], to)));
  return (x, y, z, skin) => bulk(x, y, z, skin) - 0.012 * Math.sin(13 * Math.atan2(x, z + 0.78) + 2 * Math.sin(5 * y));
})();

/** Points on the skull in rows, for spikes and dreadlocks. */
function scalp(count: number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const up = 1 - (0.85 * (i + 0.5)) / count;
    const around = i * 2.39996;
    const flat = Math.sqrt(1 - up * up);
    return [flat * Math.sin(around), up, flat * Math.cos(around)] as const;
  }).filter(([, up, forward]) => forward < 0.55 || up > 0.75);
}

const spikes = union(
  ...scalp(46).map(([x, y, z]) =>
    taper([0.38 * x, 0.12 + 0.42 * y, -0.1 + 0.48 * z], [0.6 * x, 0.16 + 0.72 * y, -0.1 + 0.74 * z], 0.1, 0.012),
  ),
);

const dreadlocks = union(
  ...scalp(44).map(([x, y, z]) => {
    const root: Point = [0.43 * x, 0.1 + 0.5 * y, -0.12 + 0.54 * z];
    const out: Point = [0.58 * x, 0.02 + 0.3 * y, -0.16 + 0.62 * Math.min(z, 0.3)];
    return chain([root, out, [out[0] * 1.03, -0.6 + 0.25 * y, Math.min(out[2], 0.08) - 0.02]], 0.06, 0.045);
  }),
);

/** Shades of single strands along the hair, about 0 in the mean and at most 1. Around the crown they would be too fine. */
export function strandShade(x: number, y: number, z: number): number {
  const around = Math.atan2(x, z + 0.1);
  const fine = Math.sin(96 * around + 4 * Math.sin(6 * y) + 2 * Math.sin(11 * x + 3 * z));
  const coarse = Math.sin(41 * around + 3 * Math.sin(4 * y + 2) + 1.5 * Math.sin(7 * z));
  return smoothstep(0.06, 0.3, Math.hypot(x, z + 0.1)) * (0.5 * fine + 0.5 * coarse);
}

/** How far single hairs reach over the edge of the hair, −1 to 1. */
export function hairReach(x: number, y: number, z: number): number {
  const around = Math.atan2(x, z + 0.1);
  const fine = Math.sin(163 * around + 5 * Math.sin(9 * y) + 3 * Math.sin(17 * x + 5 * z));
  const coarse = Math.sin(67 * around + 4 * Math.sin(5 * y + 2) + 3 * Math.sin(23 * x + 11 * z));
  return 0.4 * fine + 0.6 * coarse;
}

const locs = without(join(0.03, cap(0.05), dreadlocks), (x, y, z) => Math.max(face(x, y, z, 0), y - 0.2));

/** Hair styles by the name that a Look gives them. */
export const HAIR: Record<string, Solid> = {
  buzz: cap(0.018, { soft: 0.14, depth: 0 }),
  short: cap(0.05),
  slick: cap(0.04, { count: 34, depth: 0.008 }),
  messy: rough(0.075, 0.16, 0.022, 0.14),
  curly: rough(0.1, 0.13, 0.03, 0.18),
  afro: rough(0.24, 0.11, 0.015, 0.34),
  bob: long(-0.52),
  long: long(-0.86),
  wavy: without(join(0.06, rough(0.1, 0.2, 0.02, 0.16), fall(-0.8, 10), strands(-0.74)), face),
  big: cap(0.15, { soft: 0.22, count: 18, depth: 0.02, overEars: true }),
  ponytail: join(0.05, cap(0.045), tail),
  bun: join(0.04, cap(0.045), ball([0, 0.32, -0.78], 0.17)),
  topknot: join(0.04, cap(0.04), ball([0, 0.76, -0.16], 0.15)),
  braid: join(0.05, cap(0.05), plait([0, -0.05, -0.74], [0, -0.85, -0.7], 0.12, 8)),
  pigtails: join(0.04, cap(0.045), mirrored(plait([0.44, 0.02, -0.22], [0.58, -0.82, -0.06], 0.1, 8))),
  mohawk: intersection(
    shell(0.27),
    (x, y, z) => Math.abs(x) - 0.065 - 0.012 * Math.sin(24 * z + 6 * y),
    (_x, y, z) => hairline(z) + 0.05 - y,
  ),
  spiky: join(0.04, cap(0.04), intersection(spikes, above(-0.2, 0.3))),
  dreadlocks: locs,
  "box-braids": locs,
  cornrows: cap(0.03, { soft: 0.1, count: 34, depth: 0.012 }),
  undercut: join(0.04, cap(0.018, { soft: 0.14, depth: 0 }), intersection(cap(0.08), above(0.28, 0.4))),
};
