import { type Static, Type } from "typebox";

/** Where words of a prompt have ended. */
export const ReportItem = Type.Object(
  {
    text: Type.String({ description: "the words, as they stand in the prompt" }),
    ranges: Type.Array(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }), {
      description: "where they stand, first character and one past the last, with the little words that lead them in",
    }),
    state: Type.Unsafe<State>({
      type: "string",
      enum: ["used", "known", "unknown"],
      description: "used: it shows; known: understood, not drawn; unknown",
    }),
    sets: Type.Array(Type.String(), { description: "fields of the Look that it set" }),
    readAs: Type.Optional(Type.String({ description: "what it was taken for, where that is not what stands there" })),
    note: Type.Optional(Type.String({ description: "what became of it" })),
    suggestions: Type.Optional(
      Type.Array(Type.String(), { maxItems: 3, description: "words of the vocabulary nearest in meaning" }),
    ),
  },
  { $id: "ReportItem", additionalProperties: false },
);
export type State = "used" | "known" | "unknown";
export type ReportItem = Static<typeof ReportItem>;

/** What became of every word of a prompt. */
export const Report = Type.Object(
  {
    items: Type.Unsafe<ReportItem[]>({
      type: "array",
      items: { $ref: "ReportItem" },
      description: "in the order of the prompt; every word is in one",
    }),
    notes: Type.Array(Type.String(), { description: "of the whole prompt: its language, contradictions and what won" }),
  },
  { $id: "Report", additionalProperties: false },
);
export type Report = Static<typeof Report>;

const TITLES: Record<State, string> = { used: "used", known: "known, not drawn", unknown: "unknown" };

/** Lines for a terminal: what was used, what was understood and is not drawn, what is unknown. */
export function reportLines({ items, notes }: Report): string[] {
  const lines = (["used", "known", "unknown"] as const).flatMap((state) => {
    const said = items.filter((item) => item.state === state).map(describeItem);
    return said.length > 0 ? [`${`${TITLES[state]}:`.padEnd(18)}${said.join("; ")}`] : [];
  });
  if (items.length === 0 && notes.length === 0)
    return ["note:             there is no word in it; the seed decides all"];
  return [...lines, ...notes.map((note) => `note:             ${note}`)];
}

function describeItem({ text, sets, readAs, note, suggestions = [] }: ReportItem): string {
  const as = readAs ? ` (read as “${readAs}”)` : "";
  const fields = sets.length > 0 ? ` → ${sets.join(", ")}` : "";
  const why = note ? ` [${note}]` : "";
  const instead = suggestions.length > 0 ? ` (perhaps ${suggestions.map((word) => `“${word}”`).join(", ")})` : "";
  return `${text}${as}${fields}${why}${instead}`;
}
