/** Sliders of a head's expressions, by the part of the face that they move. */
export interface ExpressionGroup {
  title: string;
  names: readonly string[];
}

/** ARKit's names begin with the part that moves; gaze goes before the lids that share its beginning. */
const GROUPS: readonly [title: string, pattern: RegExp][] = [
  ["Brows", /^brow/],
  ["Gaze", /^eyeLook/],
  ["Eyelids", /^eye/],
  ["Jaw", /^jaw/],
  ["Mouth", /^mouth/],
  ["Cheeks and nose", /^(cheek|nose)/],
  ["Tongue", /^tongue/],
  ["Visemes", /^viseme_/],
  ["More", /./],
];

/** @param search words that a slider's label must have, in any order. @returns groups with at least one name. */
export function groupExpressions(names: readonly string[], search = ""): ExpressionGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = GROUPS.map(([title]) => ({ title, names: [] as string[] }));
  for (const name of names) {
    const label = `${labelOf(name)} ${name}`.toLowerCase();
    if (!words.every((word) => label.includes(word))) continue;
    groups[GROUPS.findIndex(([, pattern]) => pattern.test(name))].names.push(name);
  }
  return groups.filter((group) => group.names.length > 0);
}

/** "mouthSmileLeft" → "Mouth smile left", "viseme_PP" → "Viseme PP". */
export function labelOf(name: string): string {
  const viseme = /^viseme_(.+)$/.exec(name);
  if (viseme) return `Viseme ${viseme[1]}`;
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words[0].toUpperCase() + words.slice(1);
}

/** @returns the same expression of the other side of the face; of a gaze inwards the one outwards, so that both eyes look one way. */
export function otherSide(name: string): string | undefined {
  const side = /(Left|Right)$/.exec(name)?.[1];
  if (!side) return undefined;
  const other = name.replace(/(Left|Right)$/, side === "Left" ? "Right" : "Left");
  const turned = { In: "Out", Out: "In" } as const;
  return other.replace(/^(eyeLook)(In|Out)/, (_, look, way: keyof typeof turned) => look + turned[way]);
}
