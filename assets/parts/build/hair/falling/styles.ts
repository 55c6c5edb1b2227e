import type { Fall } from "./fall.ts";

/** Hair cut at the chin, parted to the left, over both ears. */
export const BOB: Fall = {
  name: "bob",
  parting: 0.13,
  bottom: [
    [0.8, -0.56],
    [1.6, -0.5],
    [Math.PI, -0.42],
  ],
  frame: [0.82, 1.8],
  curl: 0.06,
  ragged: 0.015,
  volume: 0.075,
  fall: 0.14,
  segments: 9,
  thick: 1,
};

/** The same parted in the middle, with a fringe down to the brows. */
export const BOB_BANGS: Fall = { ...BOB, name: "bob with bangs", parting: 0.01, fringe: 0.13 };

/** Smooth hair cut to one line at the chin. */
export const SLEEK_BOB: Fall = {
  ...BOB,
  name: "sleek bob",
  parting: 0.12,
  bottom: [
    [0.8, -0.55],
    [1.6, -0.53],
    [Math.PI, -0.5],
  ],
  curl: 0.03,
  ragged: 0.002,
  volume: 0.06,
  fall: 0.1,
  thick: 1.1,
};

/** Longer in front than behind, from a parting far to the left over the right eye. */
export const ANGLED_BOB: Fall = {
  ...SLEEK_BOB,
  name: "angled bob",
  parting: 0.21,
  overEye: -1,
  bottom: [
    [0.6, -0.72],
    [1.2, -0.58],
    [2.0, -0.44],
    [Math.PI, -0.34],
  ],
  frame: [0.6, 1.8],
  volume: 0.075,
};

/** Straight hair parted in the middle, over both shoulders and down to their blades. */
export const LONG: Fall = {
  name: "long hair",
  parting: 0.012,
  bottom: [
    [0.8, -1.0],
    [1.6, -1.08],
    [Math.PI, -1.14],
  ],
  frame: [0.66, 1.15],
  curl: 0,
  ragged: 0.05,
  volume: 0.065,
  fall: 0.26,
  segments: 10,
  thick: 1.02,
};

/** The same tucked behind both ears: earrings and elves' ears are seen. */
export const LONG_TUCKED: Fall = { ...LONG, name: "long hair behind the ears", tucked: 0 };

/** Long hair in loose waves over both shoulders, parted beside the middle. */
export const WAVY: Fall = {
  name: "wavy hair",
  parting: 0.1,
  bottom: [
    [0.8, -0.86],
    [1.6, -0.95],
    [Math.PI, -1.02],
  ],
  frame: [0.66, 1.15],
  curl: 0,
  ragged: 0.07,
  volume: 0.085,
  fall: 0.14,
  wave: [0.042, 0.52],
  segments: 12,
  thick: 0.85,
};

/** Long hair in ringlets from the temples down, parted beside the middle. */
export const LONG_CURLS: Fall = {
  ...WAVY,
  name: "long curls",
  parting: 0.08,
  bottom: [
    [0.8, -0.9],
    [1.6, -0.97],
    [Math.PI, -1.02],
  ],
  frame: [0.72, 1.2],
  ragged: 0.07,
  volume: 0.08,
  fall: 0.05,
  wave: [0.03, 0.5],
  ringlets: [15, 0.043, 0.26],
  broad: 1.05,
  thick: 0.4,
};

/** Big hair: blown up from its roots, in loose waves down to the shoulders. */
export const BIG: Fall = {
  ...WAVY,
  name: "big hair",
  parting: 0.12,
  bottom: [
    [0.8, -0.66],
    [1.6, -0.74],
    [Math.PI, -0.74],
  ],
  frame: [0.78, 1.3],
  curl: 0.15,
  ragged: 0.05,
  volume: 0.165,
  blown: 0.7,
  fall: 0,
  wave: [0.046, 0.66],
  segments: 12,
  broad: 1.35,
  thick: 0.66,
};

/** What hangs behind under a long top combed back, both sides shorn. */
export const LONG_UNDERCUT: Fall = {
  ...LONG,
  name: "long undercut",
  tucked: undefined,
  shorn: 0,
  bottom: [
    [0.8, -0.8],
    [1.6, -0.84],
    [Math.PI, -0.9],
  ],
  ragged: 0.07,
  volume: 0.06,
  segments: 8,
  thick: 0.66,
};

/** Hair to the shoulders over to the left, beside it the right shorn. */
export const HALF_SHAVED: Fall = {
  ...WAVY,
  name: "half-shaved",
  parting: -0.2,
  shorn: -1,
  bottom: [
    [0.8, -0.72],
    [1.6, -0.72],
    [Math.PI, -0.7],
  ],
  wave: [0.03, 0.6],
  volume: 0.1,
};
