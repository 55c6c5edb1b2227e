import type { HeadDocument } from "../../head/document.ts";

const LICENCE = "Made with babylon-headartist; the head belongs to whoever made it. Template: MakeHuman, CC0 1.0.";

/** Whose a head is, as its files say it: an imported one's terms are its maker's. */
export function termsOf({ import: record }: Pick<HeadDocument, "import">): string {
  return record ? `${record.licence} Imported with babylon-headartist.`.trim() : LICENCE;
}
