import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Rgb } from "../../prompt/look.ts";
import { clouds, noise3 } from "../surfaces/noise.ts";
import { AVERAGE, around, inside, type Layer, type Mask, oval } from "./face.ts";
import { movedTo, within } from "./places.ts";
import { speck } from "./specks.ts";

/** Where blood runs: x, from which height to which, half the width. */
const RUNS = [
  [0.034, -0.235, -0.345, 0.011],
  [-0.03, -0.24, -0.315, 0.008],
  [0.125, -0.395, -0.66, 0.013],
  [0.165, 0.27, -0.16, 0.013],
  [0.225, 0.25, 0.06, 0.01],
  [0.255, 0.22, -0.33, 0.016],
  [-0.1, -0.4, -0.52, 0.009],
] as const;

/** Blood that runs from a wound above the left brow, from nose and mouth, and spatters. */
const blood: Mask = (x, y, z) => {
  if (z < 0.02) return 0;
  let least = 1;
  for (const [at, from, to, half] of RUNS) {
    if (y > from + half || y < to - 2 * half || Math.abs(x - at) > 0.06) continue;
    const way =
      x - at - 0.035 * (noise3(9 * y, 31 * at + 40, 2) - 0.5) - 0.01 * (noise3(40 * y, 7, 31 * at + 40) - 0.5);
    // Thin where it ran fast, a drop where it came to rest.
    const along = (from - y) / (from - to);
    const wide = half * (0.85 - 0.35 * along + 0.5 * Math.max(0, 1 - Math.abs(along - 0.97) / 0.06));
    least = Math.min(least, Math.max(Math.abs(way) - wide, y - from, to - half - y));
  }
  const wound = oval(x - 0.21, y - 0.25, 0.085, 0.045) + 0.09 * clouds(x, y, z, 26, 3);
  const smeared = Math.max(oval(x - 0.06, y - AVERAGE.mouth + 0.02, 0.12, 0.05), -0.02) + 0.12 * clouds(x, y, z, 22, 3);
  const near =
    smoothstep(0.42, 0.1, Math.hypot(x - 0.16, y - 0.1)) + 0.5 * smoothstep(0.25, 0.05, Math.hypot(x, y + 0.42));
  const drops = near > 0 ? speck(x, y, z, 0.16 * near, { scale: 30, radii: [0.08, 0.34], salt: 77 }) : 0;
  return Math.max(inside(Math.min(least, wound, smeared + 0.02), 0.006), Math.min(1, 1.6 * drops));
};

/** Earth that sticks: patches of all sizes, most on cheeks, brow and jaw. */
const dirt: Mask = (x, y, z) => {
  const patch = clouds(x + 3, y, z, 4.5, 4);
  const grain = noise3(150 * x, 150 * y, 150 * z);
  const exposed =
    0.1 * smoothstep(0, 0.4, z) + 0.07 * smoothstep(-0.2, -0.6, y) + 0.05 * smoothstep(0.1, 0.3, Math.abs(x));
  const film = smoothstep(-0.12, 0.2, patch + exposed - 0.06);
  const crumbs = speck(x, y, z, 0.3 * film, { scale: 60, radii: [0.12, 0.4], salt: 19 });
  return Math.min(1, film * (0.5 + 0.4 * grain) + 0.8 * crumbs);
};

/** Coal dust, wiped across by hands: streaks aslant over brow, cheeks and nose; eyes were kept shut. */
const soot: Mask = (x, y, z) => {
  const s = Math.abs(x);
  const streak = clouds(3 * x + 4 * y, 14 * y - 6 * x, 5 * z, 1, 3);
  const patch = clouds(x - 5, y, z, 5, 4);
  const wiped = smoothstep(-0.16, 0.2, 0.8 * patch + 0.7 * streak + 0.06);
  const blinked = 1 - 0.75 * inside(oval(s - AVERAGE.eye, y - 0.005, 0.09, 0.045), 0.06);
  return wiped * blinked * (0.55 + 0.5 * noise3(110 * x, 110 * y, 110 * z));
};

const EARTH: Rgb = [0.2, 0.15, 0.1];

/** Woodland: patches of three colours over all of the face. */
function camouflage(color: Rgb): Layer[] {
  const patches =
    (shift: number, least: number): Mask =>
    (x, y, z) =>
      inside(least - clouds(0.8 * around(x, z) * Math.sign(x) + shift, y, shift, 5.5, 2), 0.02) *
      (0.86 + 0.2 * noise3(90 * x, 90 * y, 90 * z));
  return [
    [color, (x, y, z) => (z < -0.1 ? 0 : 0.86 + 0.2 * (noise3(90 * x, 90 * y, 90 * z) - 0.5))],
    [EARTH, patches(3.1, 0.02)],
    [[0.045, 0.05, 0.04], patches(9.7, 0.11)],
  ];
}

/** Where the wound is that blood runs from, and how far around it is bloody. */
const WOUND = [0.21, 0.19, 0.15] as const;
/** Blood that runs from a wound alone, wherever that is: nose and mouth are left out. */
const wounded: Mask = (x, y, z) => (Math.hypot(x - WOUND[0], y - WOUND[1]) < 1.6 * WOUND[2] ? blood(x, y, z) : 0);

/** What lies on the skin and is no paint of a hand that knew. */
export const STAINS: Record<string, (color: Rgb, place?: string) => Layer[]> = {
  blood: (color, place) => [[color, place ? movedTo(place, WOUND, wounded) : blood]],
  dirt: (color, place) => [[color, within(place, dirt)]],
  soot: (color, place) => [[color, within(place, soot)]],
  camouflage,
};
