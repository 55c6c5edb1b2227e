import { smoothstep } from "../../mesh/smoothstep.ts";
import {
  above,
  chain,
  drum,
  ellipsoid,
  intersection,
  join,
  mirrored,
  type Solid,
  shell,
  union,
  without,
} from "./shapes.ts";

/** Where a hat's band sits, and the skull's axis there. */
const BAND = 0.3;
const AXIS = [0, -0.08] as const;

/** A flat ring around the band; `curl` lifts it at the sides. Two grid cells thick, or the grid loses it. */
const brim =
  (reach: number, curl = 0, thickness = 0.028): Solid =>
  (x, y, z) => {
    const away = (Math.hypot(x / (0.46 + reach), (z + 0.08) / (0.57 + reach)) - 1) * (0.46 + reach);
    const level = Math.abs(y - BAND - 0.02 - curl * (x / 0.8) ** 2 + 0.06 * (z + 0.08)) - thickness;
    return Math.hypot(Math.max(away, 0), Math.max(level, 0)) + Math.min(0, Math.max(away, level));
  };
/** Keeps a high skull from showing through a hat. */
const lining = (from: number): Solid => intersection(shell(0.03), above(from));
const crown = (top: number, narrow: number, round = 0.06): Solid =>
  join(0.03, drum(AXIS, [BAND - 0.02, top], 0.47, 0.58, narrow, round), lining(BAND));
const dent: Solid = ellipsoid([0, 0.98, -0.1], [0.12, 0.16, 0.5]);
const knit: Solid = (x, _y, z, skin) => skin - 0.055 - 0.008 * Math.sin(40 * Math.atan2(x, z + 0.1));
const roll: Solid = (_x, y, z, skin) => Math.hypot(skin - 0.05, (y - 0.2 - 0.12 * z) * 0.8) - 0.055;
const faceOpening: Solid = ellipsoid([0, -0.2, 0.6], [0.36, 0.55, 0.62]);
/** A ring around the head with a zigzag rim. */
const coronet: Solid = (x, y, z) => {
  const ring = Math.abs(Math.hypot(x / 0.49, (z + 0.08) / 0.6) - 1) * 0.49 - 0.035;
  const teeth = Math.atan2(x, z + 0.08) * (5 / Math.PI);
  const rim = (y - 0.48 - 0.5 * Math.abs(teeth - Math.round(teeth))) * 0.55;
  return Math.max(ring, 0.26 - y, rim);
};

const horn = (points: [number, number, number][], from: number, tip = 0.02): Solid =>
  mirrored(chain(points, from, tip));

const sailor: Solid = join(
  0.05,
  drum([0, -0.08], [0.5, 0.74], 0.56, 0.64, 1, 0.1),
  crown(0.6, 1, 0.04),
  intersection(brim(0.12), (_x, _y, z) => 0.2 - z),
);
const headband: Solid = intersection(shell(0.035), (_x, y, z) => Math.abs(y - 0.24 - 0.1 * z) - 0.06);

/** Headwear by the name that a Look gives it; what the grid is too coarse for is the nearest that it can draw. */
export const HATS: Record<string, Solid> = {
  cowboy: join(0.05, without(crown(0.78, 0.8), dent), brim(0.36, 0.2)),
  fedora: join(0.05, without(crown(0.8, 0.78), dent), brim(0.22, 0.05)),
  top: join(0.03, crown(0.95, 1.02, 0.03), brim(0.22, 0.08)),
  bowler: join(0.04, intersection(shell(0.11), above(BAND)), crown(0.62, 0.92, 0.2), brim(0.14, 0.06)),
  wide: join(0.04, without(crown(0.76, 0.84), dent), brim(0.35, 0.03)),
  straw: join(0.04, crown(0.72, 0.92, 0.1), brim(0.36, 0)),
  bucket: join(0.05, crown(0.72, 0.86, 0.08), brim(0.14, -0.05)),
  wizard: join(0.05, crown(0.97, 0.12, 0.03), brim(0.34, 0.02)),
  fez: union(drum([0, -0.1], [0.36, 0.88], 0.4, 0.46, 0.82, 0.03), lining(0.36)),
  sailor,
  police: sailor,
  cap: join(
    0.03,
    intersection(shell(0.055), above(0.22, 0.25)),
    intersection(
      brim(0.3),
      (_x, _y, z) => 0.28 - z,
      (x) => Math.abs(x) - 0.34,
    ),
  ),
  beanie: join(0.03, intersection(knit, above(0.2, 0.12)), intersection(roll, shell(0.11))),
  turban: (x, y, z, skin) =>
    Math.max(
      skin - 0.16 - 0.02 * Math.sin(20 * (y + 0.5 * Math.abs(x))) + 0.2 * (1 - smoothstep(0.16, 0.4, y - 0.2 * z)),
      0.14 + 0.2 * z - y,
    ),
  headband,
  circlet: headband,
  crown: coronet,
  tiara: coronet,
  "flower-crown": coronet,
  laurel: coronet,
  knight: without(
    join(
      0.03,
      intersection(shell(0.07), above(-0.62, 0.1)),
      intersection(shell(0.13), (x) => Math.abs(x) - 0.04, above(0.3)),
    ),
    faceOpening,
  ),
  viking: join(
    0.03,
    intersection(shell(0.06), above(0.18, 0.1)),
    horn(
      [
        [0.4, 0.36, -0.08],
        [0.66, 0.42, -0.08],
        [0.8, 0.66, -0.06],
        [0.78, 0.9, -0.04],
      ],
      0.1,
    ),
  ),
  hood: without(join(0.08, shell(0.1), drum([0, -0.24], [-0.9, -0.4], 0.66, 0.56, 0.8, 0.1)), faceOpening),
  headscarf: without(join(0.06, shell(0.06), drum([0, -0.2], [-0.86, -0.5], 0.54, 0.5, 0.85, 0.1)), faceOpening),
  skullcap: intersection(shell(0.035), above(0.2, 0.25)),
};

/** Horns and tusks. */
export const HORNS: Record<string, Solid> = {
  curved: horn(
    [
      [0.2, 0.44, 0.2],
      [0.32, 0.64, 0.22],
      [0.4, 0.8, 0.1],
      [0.38, 0.92, -0.06],
    ],
    0.085,
  ),
  straight: horn(
    [
      [0.2, 0.46, 0.18],
      [0.34, 0.92, 0.26],
    ],
    0.085,
  ),
  ram: horn(
    [
      [0.34, 0.42, 0.08],
      [0.54, 0.5, -0.08],
      [0.62, 0.3, -0.3],
      [0.62, 0.02, -0.24],
      [0.62, -0.08, 0.02],
      [0.66, 0.04, 0.14],
    ],
    0.12,
  ),
  bull: horn(
    [
      [0.34, 0.38, 0.02],
      [0.62, 0.44, 0.06],
      [0.76, 0.62, 0.12],
      [0.76, 0.82, 0.18],
    ],
    0.1,
  ),
  tusks: horn(
    [
      [0.075, -0.44, 0.46],
      [0.09, -0.41, 0.525],
      [0.095, -0.36, 0.535],
      [0.097, -0.32, 0.525],
    ],
    0.032,
    0.012,
  ),
};

/** Ears that grow beyond the template's. */
export const EARS: Record<string, Solid> = {
  elf: mirrored(ellipsoidEar([0.44, -0.06, -0.1], [0.76, 0.34, -0.3], 0.11)),
  goblin: mirrored(ellipsoidEar([0.42, -0.06, -0.1], [0.92, 0.2, -0.28], 0.15)),
};

/** A leaf from root to tip, hollow in front. */
function ellipsoidEar(root: [number, number, number], tip: [number, number, number], width: number): Solid {
  const blade = chain([root, root.map((v, k) => v + 0.4 * (tip[k] - v)) as typeof root, tip], width, 0.018);
  const [dx, dz] = [tip[0] - root[0], tip[2] - root[2]];
  const length = Math.hypot(dx, dz);
  // Flattened along the horizontal that is square to the ear.
  return (x, y, z, skin) => {
    const off = ((x - root[0]) * -dz + (z - root[2]) * dx) / length;
    return Math.max(blade(x, y, z, skin), Math.abs(off) - 0.035);
  };
}

const rim = (radius: number, tube: number): Solid =>
  mirrored((x, y, z) => Math.hypot(Math.hypot(x - 0.2, y) - radius, z - 0.51 + 0.12 * x) - tube);
const temples: Solid = mirrored(
  chain(
    [
      [0.33, 0.02, 0.46],
      [0.47, 0.02, 0.2],
      [0.47, 0, -0.12],
    ],
    0.022,
    0.022,
  ),
);
const bridge: Solid = chain(
  [
    [-0.07, 0.03, 0.535],
    [0.07, 0.03, 0.535],
  ],
  0.022,
  0.022,
);

const sunglasses: Solid = union(mirrored(ellipsoid([0.2, -0.01, 0.48], [0.15, 0.11, 0.065])), bridge, temples);

/** Glasses by name; frames are as thick as the grid needs. */
export const GLASSES: Record<string, Solid> = {
  glasses: union(rim(0.125, 0.022), bridge, temples),
  sunglasses,
  aviator: sunglasses,
};
