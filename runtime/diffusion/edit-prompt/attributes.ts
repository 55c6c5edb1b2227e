/** A pack's `vocabulary.json`: group → concept → the words that name it. */
export type VocabularyGroups = Record<string, Record<string, string[]>>;

/** Where a feature belongs: two features of one slot contradict each other. */
export interface Slot {
  name: string;
  /** The last word that matters: "hair" of "short brown hair". */
  noun: string;
  colors: string[];
  /** Other words before the noun. */
  styles: string[];
}

/** Words of a group that a subject carries, as places in its list of words. */
export interface Span {
  group: string;
  concept: string;
  begin: number;
  end: number;
}

/** Groups whose words stand before or for the noun of a subject. */
const SUBJECT_GROUPS = [
  "age",
  "people",
  "ethnicity",
  "skin",
  "build",
  "expression",
  "creatures",
  "characters",
  "materials",
  "hair",
  "beard",
];
/** Groups of things, of which a head has one each. */
const ONE_OF = ["hair", "glasses", "hats"];
const COLOR_GROUPS = ["hair colour", "hat colour", "eyes"];
/** What people say for a group without naming one of its concepts, and a spelling of each noun. */
// biome-ignore format: a table
const SLOT_OF: Record<string, string> = {
  hat: "hats", cap: "hats", helmet: "hats", headgear: "hats", hair: "hair", haircut: "hair", hairstyle: "hair",
  beard: "beard", goatee: "beard", stubble: "beard", whiskers: "beard", moustache: "moustache", mustache: "moustache",
  glasses: "glasses", spectacles: "glasses", sunglasses: "glasses", eyeglasses: "glasses", eyebrows: "eyebrows", brows: "eyebrows",
  nose: "nose", lips: "lips", mouth: "mouth", jaw: "jaw", chin: "chin", ears: "ears", eyes: "eyes", cheeks: "cheeks", forehead: "forehead",
  neck: "neck", skin: "skin", cheekbones: "cheekbones",
};
/** Colours that need no vocabulary. */
const COLORS =
  "black white grey gray brown red blonde blond ginger green blue pink purple orange yellow dark light".split(" ");
const TAIL = /\s+(?:in|on|under|across|over|of|painted)\s.*$/;

/** What a pack's words mean, ready to be looked up. */
export interface Attributes {
  /** Words of a subject, the longest match first. */
  spans(words: readonly string[]): Span[];
  /** @returns undefined where the text names no thing a head can have. */
  slot(text: string): Slot | undefined;
  /** The concept that a text names as a whole, in one of the subject's groups. */
  concept(text: string): { group: string; concept: string } | undefined;
}

export function openAttributes(groups: VocabularyGroups): Attributes {
  const entries = SUBJECT_GROUPS.flatMap((group) =>
    Object.entries(groups[group] ?? {}).flatMap(([concept, words]) =>
      words.map((text) => ({
        group,
        concept,
        words: text
          .toLowerCase()
          .replace(/^(?:with (?:an?|the)|without an?) /, "")
          .split(" "),
      })),
    ),
  );
  // Of equal length, a concept of that very name wins: "young" is young before it is a word for a child.
  const exact = ({ concept, words }: (typeof entries)[number]) => Number(words.join(" ") === concept);
  entries.sort((a, b) => b.words.length - a.words.length || exact(b) - exact(a));
  const named = COLOR_GROUPS.flatMap((group) => Object.entries(groups[group] ?? {})).flat(2);
  const colors = new Set([...COLORS, ...named.filter((word) => !word.includes(" "))]);
  const things = new Map<string, string>();
  for (const group of [...ONE_OF, "paint and marks", "creature details"]) {
    for (const [concept, words] of Object.entries(groups[group] ?? {})) {
      for (const text of words) {
        const noun = nounOf(text.toLowerCase());
        if (!things.has(noun)) things.set(noun, ONE_OF.includes(group) ? group : concept);
      }
    }
  }
  const isAdjective = (word: string) => /less$|^bald$/.test(word);
  return {
    spans(words) {
      const low = words.map((word) => word.toLowerCase());
      const used = low.map(() => false);
      const found: Span[] = [];
      for (const { group, concept, words: wanted } of entries) {
        for (let begin = 0; begin + wanted.length <= low.length; begin++) {
          const end = begin + wanted.length;
          if (!wanted.every((word, i) => low[begin + i] === word && !used[begin + i])) continue;
          used.fill(true, begin, end);
          found.push({ group, concept, begin, end });
        }
      }
      return found.sort((a, b) => a.begin - b.begin);
    },
    slot(text) {
      const words = text.toLowerCase().replace(TAIL, "").split(/\s+/);
      const noun = words[words.length - 1];
      const name = SLOT_OF[noun] ?? things.get(noun);
      if (!name || isAdjective(noun)) return undefined;
      const before = words.slice(0, -1);
      return {
        name,
        noun: `${noun}${TAIL.exec(text.toLowerCase())?.[0] ?? ""}`,
        colors: before.filter((word) => colors.has(word)),
        styles: before.filter((word) => !colors.has(word)),
      };
    },
    concept(text) {
      const wanted = text.toLowerCase();
      return entries.find(({ words }) => words.join(" ") === wanted);
    },
  };
}

function nounOf(text: string): string {
  return text.replace(TAIL, "").split(" ").pop()!;
}
