import type { Look, Rgb } from "./look.ts";
import type { MarkPlace, PartKind } from "./look-names.ts";

/** Everything an entry of the vocabulary can set; fields as in a Look, unless said otherwise. */
export interface Sets {
  sex?: { male?: number; female?: number };
  /** Sex is what such people usually are, and gives way to anything said. */
  habit?: boolean;
  /** Sex is part of the name ("king"), and gives way to what is said outright. */
  title?: boolean;
  age?: number;
  /** Age gives way to any other. */
  soft?: boolean;
  /** Said of children alone: "little". */
  childOnly?: boolean;
  ethnicity?: Record<string, number>;
  /** Whose colours are usual, where they are not those of the mix. */
  people?: string;
  build?: Record<string, number>;
  face?: Record<string, number>;
  expression?: Record<string, number>;
  /** Says that there is no expression. */
  calm?: boolean;
  details?: NonNullable<Look["skin"]["details"]>;
  tone?: Rgb;
  pattern?: Look["pattern"];
  irises?: Rgb;
  sclera?: Rgb;
  /** Irises of the eye that is spoken of, where that is one. */
  eye?: boolean;
  eyes?: Look["eyes"];
  brows?: Look["brows"]["form"];
  lashes?: Look["lashes"];
  hairColor?: string;
  creature?: string;
  /** A creature whose skin and hair are human. */
  human?: boolean;
  statue?: boolean;
  /** Without hair where none is said: babies. */
  bare?: boolean;
  relation?: boolean;
  /** Not said of children: a goth girl is in her teens. */
  grown?: boolean;
  animal?: boolean;
  metal?: { name: string; metallic: number; roughness: number };
  hair?: { style: string; color?: string };
  beard?: { style: string; color?: string };
  parts?: { kind: PartKind; id: string; color?: string }[];
  marks?: string[];
  none?: string[];
  /** What a plain hat or cap of theirs is: a nurse's cap is no baseball cap. */
  hat?: string;
  /** A phrase that says the same: "bespectacled" wears "glasses". */
  wears?: string;
  grows?: string;
  /** What the report says of it: how near what is drawn comes. */
  note?: string;
  /** Understood and not drawn. */
  undrawn?: boolean | string;
}
export interface Entry extends Sets {
  /** The first is what is suggested. */
  words: string[];
}
export interface GrowthEntry extends Entry {
  style: string;
  /** Words for which this style is but the nearest. */
  nearly?: string[];
}
export interface PartEntry extends Entry {
  kind: PartKind;
  id: string;
  /** Of two, left and right: "curved horn" says both. */
  pair?: boolean;
  color?: Rgb;
  /** What of the hair a hat hides: all, or tall styles. */
  hides?: "all" | "volume";
  /** Of a part that there is a file of: where it can be worn. Such parts are drawn in the size that is said. */
  placements?: string[];
  nearly?: string[];
  /** Of a part that there is a file of: its colours beside the main one, by name. */
  slots?: string[];
}
export interface MarkEntry extends Entry {
  name: string;
  color?: Rgb;
  opacity: number;
  /** Of makeup, which a face without any lacks. */
  makeup?: boolean;
  /** Words that do not mean it where they are plural: one black eye is a bruise, black eyes are irises. */
  singular?: string[];
  /** Where it is if no word says. */
  place?: MarkPlace;
  /** Places that it is painted on whatever place is said; a mark without goes where it is said to be. */
  lies?: string[];
  /** One lies on one side of the face alone; of several that no word places, where the second, the third … are. */
  more?: { place: MarkPlace; side?: "left" | "right" }[];
}
export interface MaterialEntry {
  words: string[];
  name: string;
  color?: Rgb;
  metallic: number;
  roughness: number;
  pattern?: Look["pattern"];
  /** As a first word it makes a name rather than a statue: "wood elf", "ice queen". */
  compound?: boolean;
  /** What it says of a living person's skin: "porcelain skin". */
  complexion?: Rgb;
}
/** What a colour's name means for what; `tone` where nothing else is said. */
export interface ColorEntry {
  tone: Rgb;
  hair?: Rgb;
  skin?: Rgb;
  paint?: Rgb;
  creature?: Rgb;
  eyes?: Rgb;
  /** Said of a person it means the skin: "a pale man". */
  complexion?: boolean;
  /** Said of a person it means this: "a blonde woman", "a black man". */
  person?: "hair" | "african" | "caucasian";
  /** Said of skin it means this descent as well. */
  descent?: "african";
  /** A thing as well, which people trade in: a salmon fisher is not pink. */
  ware?: boolean;
}

type UsualStyles = Record<"female" | "male", Record<string, number>> & Record<string, Record<string, number>>;

/** The file `assets/vocabulary/vocabulary.json`. */
export interface VocabularyFile {
  version: 1;
  spelling: Record<string, string>;
  /** Words of other languages within English prompts, and what they are in English; some are English too but beside such words. */
  foreign: { alone: Record<string, string>; beside: Record<string, string> };
  /** What some phrases say in plainer words, as many as they have; "_" changes nothing. */
  rewordings: Record<string, string>;
  colors: Record<string, ColorEntry>;
  /** What things that hair, eyes and skin are compared with are like: names of colours. */
  similes: Record<string, string>;
  /** Colours that but shade a creature's own: how far towards white, or black where negative. */
  shades: Record<string, number>;
  /** What of a part may have a colour of its own: slots that a word may mean, by its stem. */
  slots: Record<string, string[]>;
  sizes: Record<string, number>;
  materials: MaterialEntry[];
  people: Entry[];
  creatures: Entry[];
  roles: Entry[];
  traits: Entry[];
  undrawnTraits: string[];
  features: Entry[];
  hair: GrowthEntry[];
  beards: GrowthEntry[];
  moustaches: GrowthEntry[];
  parts: PartEntry[];
  marks: MarkEntry[];
  /** What a colour before lips paints on them. */
  lips: { name: string; opacity: number };
  /** Words for eyes that are drawn as no usual ones, by their kinds. */
  eyeKinds: Record<string, string[]>;
  undrawnMarks: string[];
  places: { words: string[]; name: string }[];
  things: Record<string, string[]>;
  styles: string[];
  /** Stems of words that end as those for people of a trade and are none, with spaces between. */
  notTrades: string;
  /** Everyday words that are spelt nearly like ours, with spaces between: no slips of the pen. */
  english: string;
  /** Hair of those of whom nothing is said: styles and how often each is worn, by sex, of children, the old and descents where given; colours. */
  usualHair: { styles: UsualStyles; colors: Rgb[] };
  hairColors: { default: Rgb; old: Rgb } & Record<string, Rgb>;
  /** Share of other descents that a seed mixes into those who have such colours and marks by nature, by their names. */
  mixed: Record<"hair" | "eyes" | "marks", Record<string, number>>;
}
