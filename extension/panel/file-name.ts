import type { Head } from "../service-types.ts";

/** Characters of the prompt in a name, which ends at a word. */
const MOST = 60;

/** @returns a name that every file system takes, and that tells two heads of one prompt apart. */
export function fileName({ request, id }: Head): string {
  const words = (request.name ?? request.prompt)
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-");
  const cut = words.length > MOST ? words.slice(0, MOST + 1).replace(/-[^-]*$/, "") : words;
  const stem = cut.slice(0, MOST).replace(/^-+|-+$/g, "");
  return `${stem || "head"}-${id.slice(0, 8)}.glb`;
}
