import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { VocabularyGroups } from "../../diffusion/edit-prompt/attributes.ts";
import { readIfPresent } from "./files.ts";
import { findPack, STARTER } from "./pack-registry.ts";

/** Attribute groups of a pack; one that has no `vocabulary.json`, as Stable Diffusion's, is spoken to in the starter's words. */
export async function loadVocabulary(pack: string): Promise<VocabularyGroups> {
  const name = "vocabulary.json";
  const own = await readIfPresent(join(findPack(pack).base, name));
  const bytes = own ?? (await readFile(join(findPack(STARTER).base, name)));
  const file = JSON.parse(new TextDecoder().decode(bytes));
  return file.groups ?? file;
}
