/** A light of the studio: a soft box far away. Unit directions in camera space (right, up, to the eye); linear RGB. */
export interface Box {
  direction: readonly [number, number, number];
  /** What a matte surface that faces it gets. */
  color: readonly [number, number, number];
  /** Half the angle that it takes, radians. */
  size: number;
  /** How far it reaches round an edge. */
  wrap: number;
}

const box = (direction: Box["direction"], color: Box["color"], size: number, wrap: number): Box => {
  const length = Math.hypot(...direction);
  return { direction: direction.map((x) => x / length) as unknown as Box["direction"], color, size, wrap };
};

/** Key, fill, two rims and a top light. The key alone casts shadows. */
export const BOXES: readonly Box[] = [
  box([-0.56, 0.5, 0.66], [2.75, 2.62, 2.44], 0.34, 0.12),
  box([0.84, 0.1, 0.54], [0.66, 0.72, 0.82], 0.5, 0.45),
  box([0.66, 0.42, -0.62], [2.1, 2.15, 2.3], 0.3, 0),
  box([-0.8, 0.25, -0.55], [0.9, 0.86, 0.8], 0.3, 0),
  box([0, 0.97, 0.24], [0.5, 0.5, 0.5], 0.4, 0.2),
];
/** The room between, from above to below. */
export const SKY = [0.46, 0.48, 0.53];
export const GROUND = [0.22, 0.2, 0.18];
/** A mirror's floor and horizon: dark below, for metal to stand against. */
const FLOOR = [0.16, 0.15, 0.14];
const HORIZON = [0.44, 0.44, 0.45];

/** A small light beside the camera that eyes alone mirror: where it stands, half its size in radians, its brightness. */
const EYE_LIGHT = { direction: [-0.42, 0.3, 0.857], size: 0.19, color: 18 } as const;

/** What a wet eye mirrors of its light, to be added to the studio. @param x, y, z mirrored direction, unit. */
export function eyeLight(x: number, y: number, z: number): number {
  const { direction, size, color } = EYE_LIGHT;
  const off = 2 * (1 - (x * direction[0] + y * direction[1] + z * direction[2]));
  return off > 4 * size * size ? 0 : color * Math.exp(-((off / (size * size)) ** 3));
}

/**
 * Light that comes from a direction, as a surface of some roughness mirrors it: the room's gradient and every box, each as blurred
 * as the surface is rough (a Gaussian on the sphere convolved with the lobe's). @param at unit. @param roughness perceptual, 0..1.
 * @param keyLit share of the key that arrives. @param out linear RGB.
 */
export function mirrorStudio(
  at: Float64Array,
  { roughness, keyLit }: { roughness: number; keyLit: number },
  out: number[],
): void {
  const x = at[0];
  const y = at[1];
  const z = at[2];
  const blur = roughness * roughness;
  const soft = 0.1 + 0.9 * blur;
  const above = ramp((y + 0.1) / soft);
  const high = ramp((y - 0.55) / (0.35 + soft));
  for (let c = 0; c < 3; c++) {
    out[c] = FLOOR[c] + above * (HORIZON[c] - FLOOR[c]) + high * 1.1 * SKY[c];
  }
  for (let b = 0; b < BOXES.length; b++) {
    const { direction, color, size } = BOXES[b];
    const off = 1 - (x * direction[0] + y * direction[1] + z * direction[2]);
    const own = size * size;
    const wide = own + 0.55 * blur;
    const far = (1.4 * off) / wide;
    if (far > 9) continue;
    // A small lobe sees the box's edge, a wide one a glow.
    const sharp = own / wide;
    const edge = sharp * sharp * (sharp * sharp);
    const share = (sharp * Math.exp(-(far ** (1 + 3 * edge))) * (b === 0 ? keyLit : 1)) / (Math.PI * own);
    for (let c = 0; c < 3; c++) out[c] += share * color[c];
  }
}

/** 0 below −½, 1 above ½, smooth between. */
function ramp(t: number): number {
  const s = Math.min(1, Math.max(0, t + 0.5));
  return s * s * (3 - 2 * s);
}

/** A quiet studio wall: cool grey, lighter behind the head. Display values, 3 a pixel. */
export function backdrop(size: number): Float32Array {
  const pixels = new Float32Array(3 * size * size);
  const fall = (middle: number) =>
    Float64Array.from({ length: size }, (_, i) => Math.exp(-3.2 * ((i + 0.5) / size - middle) ** 2));
  const [across, down] = [fall(0.5), fall(0.42)];
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at += 3) {
      const glow = across[x] * down[y];
      pixels[at] = 0.2 + 0.25 * glow;
      pixels[at + 1] = 0.21 + 0.255 * glow;
      pixels[at + 2] = 0.23 + 0.26 * glow;
    }
  return pixels;
}
