import type { Head } from "../service-types.ts";

/** @returns a name that every file system takes, and that tells two heads of one prompt apart. */
export function fileName({ request, id }: Head): string {
  const words = (request.name ?? request.prompt)
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-");
  const stem = words.slice(0, 60).replace(/^-+|-+$/g, "");
  return `${stem || "head"}-${id.slice(0, 8)}.glb`;
}
