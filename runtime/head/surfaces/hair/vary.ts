import { noise3 } from "../noise.ts";

export type Random = () => number;

/** A line that wanders by `size` around where it starts, on its own course. */
export const wander = (start: number, size: number, random: Random, waves = 1.6) => {
  const own = 50 * random();
  return (t: number) => start + size * (noise3(waves * t, own, 7) - noise3(0, own, 7));
};

/** Hairs of a head are nearly alike; what tells them apart at arm's length are locks. */
export const tones = (random: Random) => 0.74 + 0.22 * random();
