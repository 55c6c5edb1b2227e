import type { VocabularyGroups } from "../../diffusion/edit-prompt/attributes.ts";
import { readJson } from "../../pack/config.ts";
import { VOCABULARY_CAP } from "../../pack/files.ts";
import { packFolder } from "./pack-files.ts";
import { findPack, STARTER } from "./pack-registry.ts";

const NAME = "vocabulary.json";

/** Attribute groups of a pack; one that has no `vocabulary.json`, as Stable Diffusion's, is spoken to in the starter's words. */
export async function loadVocabulary(pack: string): Promise<VocabularyGroups> {
  const own = await packFolder(findPack(pack).base);
  const files = (await own.exists(NAME)) ? own : await packFolder(findPack(STARTER).base);
  const file = await readJson(files, NAME, VOCABULARY_CAP);
  return (file.groups ?? file) as VocabularyGroups;
}
