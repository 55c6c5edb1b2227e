import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";
import { signedDistance } from "../outline.ts";
import {
  AVERAGE,
  around,
  beyondFace,
  EDGE,
  type Face,
  inside,
  type Layer,
  type Mask,
  oval,
  painted,
  wholeFace,
  wobble,
} from "./face.ts";
import { strokes } from "./strokes.ts";

const BLACK: Rgb = [0.05, 0.045, 0.05];
const WHITE: Rgb = [0.92, 0.91, 0.89];
const BLUE: Rgb = [0.12, 0.24, 0.68];
const PETAL: Rgb = [0.78, 0.1, 0.42];

const TIGER = strokes([
  [0, 0.13, 0, 0.22, 0, 0.36, 0.018],
  [0.05, 0.19, 0.08, 0.28, 0.05, 0.4, 0.016],
  [0.09, 0.2, 0.18, 0.25, 0.17, 0.39, 0.018],
  [0.19, 0.18, 0.27, 0.19, 0.3, 0.32, 0.018],
  [0.27, 0.09, 0.33, 0.1, 0.4, 0.17, 0.02],
  [0.29, 0, 0.34, -0.01, 0.43, 0.05, 0.018],
  [0.22, -0.12, 0.31, -0.08, 0.42, -0.07, 0.02],
  [0.2, -0.22, 0.3, -0.17, 0.42, -0.18, 0.02],
  [0.21, -0.31, 0.29, -0.26, 0.4, -0.29, 0.02],
  [0.19, -0.42, 0.26, -0.36, 0.35, -0.4, 0.018],
  [0.12, -0.53, 0.2, -0.48, 0.3, -0.5, 0.016],
]);
const HOLLOWS = strokes([
  [0.5, -0.08, 0.38, -0.2, 0.22, -0.31, 0.045],
  [0.53, -0.02, 0.47, 0.13, 0.44, 0.26, 0.04],
]);
/** Half the width of the bone between the halves of a skull's nose. */
const SEPTUM = 0.012;

/** Black of a skull: sockets, nose, hollow cheeks and temples, teeth as far as the cheeks. */
function skullBlack(face: Face): Mask {
  const nose = face.nose + 0.01;
  return (x, y, z) => {
    if (z < 0.05) return 0;
    const s = Math.abs(x);
    const socket = oval(s - AVERAGE.eye, y - 0.005 + 0.2 * (s - AVERAGE.eye), 0.118, 0.11);
    const height = y - nose + 0.06;
    const half = 0.062 * Math.sqrt(Math.max(0, 1 - height / 0.17));
    const hole = Math.max(
      s - half,
      height - 0.17 + EDGE,
      -height - 0.3 * s,
      SEPTUM - s - 0.4 * Math.max(0, height - 0.02),
    );
    const bite = AVERAGE.mouth + 0.5 * s * s;
    const lips = Math.max(Math.abs(y - bite) - 0.008, s - 0.29);
    const tooth = Math.abs(((s / 0.056) % 1) - 0.5) * 0.056;
    const teeth = Math.max(0.023 - tooth, Math.abs(y - bite) - 0.07 + 0.5 * s * s, s - 0.28);
    return inside(Math.min(socket, hole, lips, teeth, HOLLOWS(around(x, z), y)) + wobble(s, y, z, 0.004));
  };
}

/** A ring of petals around the eyes of a sugar skull. */
const petals: Mask = (x, y, z) => {
  const [dx, dy] = [Math.abs(x) - AVERAGE.eye, y - 0.005];
  const distance = Math.hypot(dx, dy);
  if (z < 0.05 || distance > 0.2) return 0;
  return inside(distance - 0.128 - 0.03 * Math.abs(Math.sin(5 * Math.atan2(dy, dx))));
};

const skull = (face: Face, color: Rgb, more: Layer[]): Layer[] => [
  [color, wholeFace(face)],
  ...more,
  [BLACK, skullBlack(face)],
];

/** Three fingers drawn down each cheek. */
function warpaint(face: Face): Mask {
  return painted(face, (x, y, z) => {
    if (z < 0 || y > 0 || y < -0.36) return 1;
    const s = around(x, z);
    let least = 1;
    for (let k = 0; k < 3; k++) {
      const [from, to] = [0.15 + 0.02 * k, 0.42 - 0.02 * k];
      const along = Math.max(from - s, s - to, 0);
      const across = y + 0.115 + 0.068 * k + 0.2 * (s - 0.25);
      const thin = 0.008 * smoothstep(from, to, s);
      least = Math.min(least, Math.hypot(along, across) - 0.022 + thin);
    }
    return least + wobble(x, 2.5 * y, z, 0.005);
  });
}

/** Dots in rows, each other row moved by half a step, as even around the cheeks as in front. */
function dots(face: Face): Mask {
  return painted(face, (x, y, z) => {
    const row = Math.round(y / 0.12);
    const shifted = (Math.sign(x) * around(x, z)) / 0.14 - (row % 2 === 0 ? 0 : 0.5);
    const distance = Math.hypot((shifted - Math.round(shifted)) * 0.14, y - 0.12 * row) - 0.034;
    return Math.max(distance, beyondFace(x, y, z));
  });
}

/** Paints by the name that a Look gives them. */
export const FACE_PAINTS: Record<string, (face: Face, color: Rgb) => Layer[]> = {
  warpaint: (face, color) => [[color, warpaint(face)]],
  halfpaint: (face, color) => [
    [color, painted(face, (x, y, z) => Math.max(beyondFace(x, y, z), wobble(0, y, z, 0.006) - x))],
  ],
  eyeband: (face, color) => [
    [color, painted(face, (x, y, z) => Math.max(-0.02 - z, Math.abs(y - 0.005) - 0.088 + wobble(x, y, z, 0.012)))],
  ],
  dots: (face, color) => [[color, dots(face)]],
  tiger: (face, color) => [
    [color, wholeFace(face)],
    [
      WHITE,
      painted(face, (x, y, z) => {
        const s = Math.abs(x);
        const muzzle = Math.min(oval(s - 0.07, y + 0.36, 0.12, 0.1), oval(x, y + 0.52, 0.13, 0.1));
        return z < 0.05 ? 1 : Math.min(muzzle, oval(s - 0.17, y - 0.05, 0.12, 0.085)) + wobble(2 * s, 2 * y, z, 0.02);
      }),
    ],
    [
      BLACK,
      painted(face, (x, y, z) => {
        if (z < 0.05) return 1;
        const s = Math.abs(x);
        const tip = Math.max(oval(x, y - face.nose, 0.075, 0.045), 0.45 - z);
        const groove = Math.max(s - 0.008, y - face.nose, AVERAGE.mouth - y);
        return Math.min(tip, groove, TIGER(s, y) + wobble(2 * s, 2 * y, z, 0.007));
      }),
    ],
  ],
  skull: (face, color) => skull(face, color, []),
  sugarskull: (face, color) => skull(face, color, [[PETAL, petals]]),
  clown: (face, color) => [
    [WHITE, wholeFace(face)],
    [
      BLUE,
      painted(face, (x, y, z) =>
        z < 0.1 ? 1 : 0.03 * (Math.abs(Math.abs(x) - AVERAGE.eye) / 0.05 + Math.abs(y - 0.02) / 0.2 - 1),
      ),
    ],
    [
      color,
      (x, y, z) => {
        const s = Math.abs(x);
        const nose = Math.max(oval(x, y - face.nose, 0.09, 0.075), 0.42 - z);
        const cheek = oval(s - 0.27, y + 0.2, 0.055, 0.055);
        const grin = oval(x, y - AVERAGE.mouth + 0.01 - 1.6 * s * s, 0.23, 0.075);
        return z < 0.1 ? 0 : inside(Math.min(nose, cheek, grin, signedDistance(face.lips, x, y, 0.05) - 0.02));
      },
    ],
  ],
};
