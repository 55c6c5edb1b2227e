import { smoothstep } from "../../mesh/smoothstep.ts";
import { chain, ellipsoid, join, mirrored, plait, type Solid, taper, union, without } from "./shapes.ts";

/**
 * Where beards grow and how thick, 0 to 1: from the sideburns along the jaw to the chin, cheeks below a line from ear to mouth; not the
 * lips. Thinner towards the ears, and without a hard edge before them.
 */
export function beardGrowth(x: number, y: number, z: number): number {
  const low = smoothstep(-0.8, -0.66, y);
  if (low === 0) return 0;
  const side = Math.max(0, Math.abs(x) - 0.22);
  const edge = -0.31 + 0.7 * side + 3 * Math.max(0, side - 0.17);
  const back = -0.06 + 0.32 * smoothstep(-0.2, -0.72, y);
  const cheeks = 1 - smoothstep(edge - 0.09, edge + 0.03, y);
  const front = smoothstep(back, back + 0.2, z);
  if (cheeks === 0 || front === 0) return 0;
  const mouth = smoothstep(0.85, 1.25, Math.hypot(x / 0.15, (y + 0.375) / 0.055));
  return low * cheeks * front * mouth * (1 - 0.55 * smoothstep(-0.35, -0.05, y));
}

const strands = (x: number, y: number, z: number, depth: number) =>
  depth * Math.sin(34 * Math.atan2(x, z + 0.15) + 2 * Math.sin(7 * y) + Math.sin(13 * x));

const jaw =
  (thickness: number, depth = 0.012): Solid =>
  (x, y, z, skin) => {
    const grown = beardGrowth(x, y, z);
    return skin + 0.02 - (grown === 0 ? 0 : grown * (thickness + 0.02 + strands(x, y, z, depth)));
  };

function hanging(length: number, width: number): Solid {
  const bulk = taper([0, -0.56, 0.36], [0, -0.56 - length, 0.34], width, 0.35 * width);
  return (x, y, z, skin) => bulk(x * 0.85, y, z, skin) - strands(x, y, z, 0.014);
}

const moustache = union(
  mirrored(
    chain(
      [
        [0, -0.285, 0.55],
        [0.1, -0.3, 0.52],
        [0.19, -0.36, 0.44],
      ],
      0.04,
      0.022,
    ),
  ),
);
const handlebar = mirrored(
  chain(
    [
      [0, -0.285, 0.56],
      [0.1, -0.31, 0.53],
      [0.2, -0.33, 0.46],
      [0.27, -0.24, 0.42],
    ],
    0.04,
    0.018,
  ),
);
const chinTuft: Solid = ellipsoid([0, -0.58, 0.44], [0.13, 0.12, 0.1]);
const lips: Solid = ellipsoid([0, -0.385, 0.53], [0.14, 0.045, 0.12]);

/** Beards by the name that a Look gives them. */
export const BEARDS: Record<string, Solid> = {
  short: jaw(0.025, 0.008),
  full: without(join(0.04, jaw(0.06), moustache), lips),
  long: without(join(0.07, jaw(0.065), moustache, hanging(0.34, 0.21)), lips),
  bushy: without(join(0.07, jaw(0.12, 0.022), moustache, hanging(0.16, 0.27)), lips),
  braided: without(join(0.05, jaw(0.065), moustache, plait([0, -0.62, 0.42], [0, -0.92, 0.44], 0.11, 5)), lips),
  goatee: join(
    0.03,
    chinTuft,
    (x, y, z, skin) =>
      skin + 0.02 - 0.05 * beardGrowth(x, y, z) * (1 - smoothstep(0.1, 0.18, Math.abs(x))) * smoothstep(0.3, 0.4, z),
  ),
  moustache,
  handlebar,
};
