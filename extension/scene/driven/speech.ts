/** The 15 visemes of Oculus's set, as the targets `viseme_*` are named. */
export const VISEMES = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"] as const;
export type Viseme = (typeof VISEMES)[number];

/** A mouth shape at a time of a line of speech, in seconds from its beginning. */
export interface VisemeCue {
  time: number;
  viseme: Viseme;
  /** 0..1; 1 where left out. */
  weight?: number;
}

/** Seconds within which a mouth passes from one shape into the next. */
const BLEND = 0.09;

/**
 * @param cues in the order of their times.
 * @returns weights of `viseme_*` at a time: the last cue's shape, blended from the one before.
 */
export function visemesAt(cues: readonly VisemeCue[], time: number): Record<string, number> {
  let at = -1;
  while (at + 1 < cues.length && cues[at + 1].time <= time) at++;
  if (at < 0) return {};
  const weights: Record<string, number> = {};
  const add = ({ viseme, weight = 1 }: VisemeCue, share: number) => {
    const name = `viseme_${viseme}`;
    weights[name] = (weights[name] ?? 0) + share * weight;
  };
  const share = Math.min(1, (time - cues[at].time) / BLEND);
  add(cues[at], share);
  if (at > 0 && share < 1) add(cues[at - 1], 1 - share);
  return weights;
}

/** A line for trying a head's mouth: every viseme once, about three seconds. */
export const TEST_LINE: readonly VisemeCue[] = [
  ...VISEMES.filter((viseme) => viseme !== "sil").map((viseme, i) => ({ time: 0.2 * i, viseme })),
  { time: 2.9, viseme: "sil" as const },
];
