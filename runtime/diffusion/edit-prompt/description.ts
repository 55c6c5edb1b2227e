/** A prompt taken apart: "a marble statue of an old man with a white beard and blue eyes, wearing a fez". */
export interface Description {
  /** Everything up to "of": "a marble statue of", or nothing. */
  frame: string;
  /** Words of the noun phrase without its article: ["old", "man"]. */
  subject: string[];
  /** False where the subject has no article ("Caesar"). */
  counted: boolean;
  /** What it is made of, without "made of". */
  material: string;
  features: Feature[];
}

/** "with a white beard": the word that leads it, and the rest. */
export interface Feature {
  lead: "with" | "wearing" | "without" | "";
  text: string;
}

const FRAME = /^(.*\b(?:statue|bust|sculpture|figure|portrait|head) of)\s+(.+)$/;
const LEAD = /^(with|wearing|without|having|no)\s+/;

/** Reads a prompt; words it does not understand stay where they are. */
export function parseDescription(prompt: string): Description {
  const [first = "", ...parts] = prompt
    .trim()
    .split(/\s*[,;]\s*|\s+(?=(?:with|wearing|without|having|and|made of)\s)/)
    .filter(Boolean);
  const [, frame = "", inner = first] = FRAME.exec(first) ?? [];
  const words = inner.split(/\s+/);
  const counted = isArticle(words[0]);
  const description: Description = {
    frame,
    subject: counted ? words.slice(1) : words,
    counted,
    material: "",
    features: [],
  };
  let last: Feature["lead"] = "";
  for (const part of parts) {
    const joined = part.startsWith("and ");
    const text = part.replace(/^and\s+/, "");
    const lead = LEAD.exec(text)?.[1];
    if (/^made of\s/.test(text)) description.material = text.replace(/^made of\s+/, "");
    else {
      if (lead) last = lead === "having" ? "with" : lead === "no" ? "without" : (lead as Feature["lead"]);
      else if (!joined && !isArticle(text.split(" ")[0])) last = last === "with" && isNounPhrase(text) ? "with" : "";
      description.features.push({ lead: last, text: text.replace(LEAD, "") });
    }
  }
  return description;
}

/** Writes a description down, its features in the order "with … wearing … without …, …". */
export function renderDescription({ frame, subject, counted, material, features }: Description): string {
  const noun = subject.join(" ");
  const texts = (lead: Feature["lead"]) => features.filter((feature) => feature.lead === lead).map(({ text }) => text);
  const lists = (["with", "wearing", "without"] as const).flatMap((lead) => {
    const list = texts(lead);
    return list.length > 0 ? `${lead} ${join(list)}` : [];
  });
  const start = [frame, counted ? withArticle(noun) : noun, material && `made of ${material}`, ...lists];
  return [start.filter(Boolean).join(" "), ...texts("")].join(", ");
}

/** "old man" → "an old man". */
export function withArticle(text: string): string {
  return /^(?!eu|uni|one\b)[aeiou]/i.test(text) ? `an ${text}` : `a ${text}`;
}

export function withoutArticle(text: string): string {
  return text.replace(/^(?:a|an|the|some|his|her|its|their)\s+/, "");
}

function isArticle(word: string): boolean {
  return /^(?:a|an|the)$/i.test(word);
}

/** In "with long hair, blue eyes", the second part goes with "with"; in "with long hair, smiling", it does not. */
function isNounPhrase(text: string): boolean {
  return /s$|hair$|skin$/.test(text) && text.includes(" ");
}

function join(list: string[]): string {
  return list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list[list.length - 1]}`;
}
