import type { Look } from "../look.ts";
import { entryOf, type Vocabulary } from "../vocabulary.ts";

/** Styles that no hat goes over. */
const TALL = new Set(["afro", "mohawk", "spiky", "topknot", "bun", "big"]);

/** Hair under a hat is there, and does not show. */
export function coverHair({ file }: Vocabulary, look: Look): void {
  if (!look.hair) return;
  const hat = look.parts.find(({ kind }) => kind === "hat");
  const hides = hat && entryOf(file.parts, hat.kind, hat.id)?.hides;
  if (hides === "all" || (hides === "volume" && TALL.has(look.hair.style))) look.hair.hidden = true;
  else delete look.hair.hidden;
}
