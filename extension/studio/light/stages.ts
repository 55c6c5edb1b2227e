/** A lamp that surfaces mirror: where it is (unit vector), how narrow (larger is sharper), linear RGB. */
export interface Lamp {
  at: readonly [number, number, number];
  sharpness: number;
  color: readonly [number, number, number];
}

/** A light from one direction. */
export interface Sun {
  /** Where it shines to, of any length. */
  direction: readonly [number, number, number];
  intensity: number;
  color: readonly [number, number, number];
}

/** What heads are lit by. The face looks along +Z, +X is its left. */
export interface LightStage {
  label: string;
  /** The room between the lamps, from above, from the side and from below; linear RGB. */
  sky: readonly [number, number, number];
  horizon: readonly [number, number, number];
  ground: readonly [number, number, number];
  lamps: readonly Lamp[];
  /** Of sky, ground and lamps. */
  intensity: number;
  /** Casts the shadow. */
  key: Sun;
  /** From behind: hair's rim, and ears that glow. */
  rim: Sun;
  /** How dark the shadow on the floor is, 0..1. */
  shadow: number;
  /** Colours of the page behind the head, from its middle outwards. */
  backdrop: readonly [string, string, string];
}

export type LightName = "studio" | "hard" | "outdoors";

export const LIGHT_STAGES: Readonly<Record<LightName, LightStage>> = {
  studio: {
    label: "Soft studio",
    sky: [0.5, 0.52, 0.56],
    horizon: [0.33, 0.335, 0.35],
    ground: [0.16, 0.15, 0.14],
    lamps: [
      { at: [0.55, 0.55, 0.63], sharpness: 14, color: [7.5, 7.1, 6.5] },
      { at: [-0.85, 0.15, 0.5], sharpness: 8, color: [1.5, 1.7, 2.0] },
      { at: [0.35, 0.6, -0.72], sharpness: 18, color: [4.5, 4.7, 5.2] },
      { at: [-0.5, 0.5, -0.7], sharpness: 18, color: [2.6, 2.7, 3.0] },
    ],
    intensity: 0.8,
    key: { direction: [-0.55, -0.9, -0.63], intensity: 1.6, color: [1, 0.97, 0.93] },
    rim: { direction: [0.45, -0.35, 0.82], intensity: 0.7, color: [0.92, 0.96, 1] },
    shadow: 0.5,
    backdrop: ["#55595f", "#34373b", "#232528"],
  },
  hard: {
    label: "Hard key",
    sky: [0.13, 0.14, 0.17],
    horizon: [0.09, 0.09, 0.1],
    ground: [0.05, 0.045, 0.04],
    lamps: [
      { at: [0.72, 0.5, 0.48], sharpness: 24, color: [5.5, 5.1, 4.5] },
      { at: [-0.9, 0.1, 0.2], sharpness: 10, color: [0.25, 0.32, 0.45] },
      { at: [-0.55, 0.35, -0.76], sharpness: 30, color: [3, 3.5, 4.5] },
    ],
    intensity: 0.8,
    key: { direction: [-0.72, -0.62, -0.5], intensity: 4.6, color: [1, 0.95, 0.86] },
    rim: { direction: [0.6, -0.35, 0.75], intensity: 2.4, color: [0.75, 0.86, 1] },
    shadow: 0.85,
    backdrop: ["#2b2d31", "#17181a", "#0b0b0c"],
  },
  outdoors: {
    label: "Outdoors",
    sky: [0.34, 0.52, 0.95],
    horizon: [0.95, 0.98, 1.0],
    ground: [0.2, 0.21, 0.13],
    lamps: [
      { at: [-0.66, 0.67, 0.34], sharpness: 80, color: [12, 10.8, 8.6] },
      { at: [-0.66, 0.67, 0.34], sharpness: 5, color: [0.8, 0.7, 0.5] },
    ],
    intensity: 0.75,
    key: { direction: [0.66, -0.67, -0.34], intensity: 2.6, color: [1, 0.93, 0.8] },
    rim: { direction: [-0.5, -0.3, 0.8], intensity: 1.1, color: [0.85, 0.93, 1] },
    shadow: 0.4,
    backdrop: ["#b9cbd8", "#8fa6b5", "#6f8571"],
  },
};

export const LIGHT_NAMES = Object.keys(LIGHT_STAGES) as LightName[];
