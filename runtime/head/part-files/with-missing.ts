import type { Report, ReportItem } from "../../prompt/report.ts";
import type { VocabularyFile } from "../../prompt/vocabulary-file.ts";
import type { Selection } from "./select-files.ts";

const NO_PART = "there is no part of it yet";

/**
 * Tells in a report what there is no part file of: words that asked for nothing else are understood, and not drawn; where another
 * file stands in, they say which.
 */
export function withMissing(
  file: VocabularyFile,
  report: Report,
  { missing, near }: Pick<Selection, "missing" | "near">,
): Report {
  return withoutParts(file, near.reduce(withNear, report), missing);
}

function withNear({ items, notes }: Report, { asked, drawn }: Selection["near"][0]): Report {
  const [kind] = asked.split(" ");
  const note = `${spoken(asked)}: the nearest part is ${drawn}`;
  const at = items.findIndex(({ state, sets }) => state === "used" && sets.includes(kind));
  if (at < 0) return { items, notes: [...notes, note] };
  return { items: items.with(at, { ...items[at], note: [items[at].note, note].filter(Boolean).join("; ") }), notes };
}

function withoutParts(file: VocabularyFile, report: Report, missing: readonly string[]): Report {
  if (missing.length === 0) return report;
  const wordsOf = (name: string) => {
    const [kind, id] = name.split(" ");
    return file.parts.find((part) => part.kind === kind && part.id === id)?.words ?? [];
  };
  const isMissing = ({ text, sets }: ReportItem, name: string) => {
    const [kind] = name.split(" ");
    if (sets.some((field) => field === kind || field.startsWith(`${kind}.`))) return true;
    return sets.includes("parts") && wordsOf(name).some((word) => text.toLowerCase().includes(word));
  };
  const told = new Set<string>();
  const items = report.items.map((item): ReportItem => {
    const found = item.state === "used" ? missing.filter((name) => isMissing(item, name)) : [];
    if (found.length === 0) return item;
    for (const name of found) told.add(name);
    const others = item.sets.filter(
      (field) => field !== "parts" && !found.some((name) => field.split(".")[0] === name.split(" ")[0]),
    );
    const note = [item.note, NO_PART].filter(Boolean).join("; ");
    if (others.length === 0) return { ...item, state: "known", note };
    // A wizard without his hat is a wizard.
    return {
      ...item,
      note: [item.note, `without ${found.map(spoken).join(" and ")}: ${NO_PART}`].filter(Boolean).join("; "),
    };
  });
  const rest = missing.filter((name) => !told.has(name));
  if (rest.length === 0) return { ...report, items };
  return { items, notes: [...report.notes, `not drawn, ${NO_PART}: ${rest.map(spoken).join(", ")}`] };
}

/** "hat wizard" → "wizard hat". */
const spoken = (name: string) => {
  const [kind, id] = name.split(" ");
  return kind === id ? kind : `${id} ${kind}`;
};
