import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packPath } from "../cli/engine.ts";
import { packFolder } from "../cli/host-pack.ts";
import { openTokenizer, type TextTokenizer } from "../pack/tokenizer.ts";
import { wordCoverage } from "../pack/words.ts";
import { ServiceError } from "./errors.ts";
import type { Suggestions, Vocabulary } from "./schemas.ts";

/** Model packs by the name a request may give; clients never name a folder. */
export interface Packs {
  active: string;
  list(): { name: string; present: boolean; active: boolean }[];
  /** Folder of a pack. @throws ServiceError PACK_MISSING. */
  folder(name: string): string;
  vocabulary(name: string): Promise<Vocabulary>;
  suggest(name: string, prompt: string): Promise<Suggestions>;
}

/** @param folders pack name → folder in diffusers layout; the first one is the active one. */
export function openPacks(folders: Readonly<Record<string, string>> = { starter: packPath("starter") }): Packs {
  const [active] = Object.keys(folders);
  const tokenizers = new Map<string, Promise<TextTokenizer>>();
  const present = (name: string) => Object.hasOwn(folders, name) && existsSync(join(folders[name], "model_index.json"));
  const folder = (name: string) => {
    if (!present(name)) throw new ServiceError("PACK_MISSING", `The model pack "${name}" is not installed.`);
    return folders[name];
  };
  const tokenizer = (name: string) => {
    let opened = tokenizers.get(name);
    if (!opened) {
      opened = packFolder(folders[name]).then((files) => openTokenizer(files, "tokenizer"));
      opened.catch(() => tokenizers.delete(name));
      tokenizers.set(name, opened);
    }
    return opened;
  };
  return {
    active,
    folder,
    list: () => Object.keys(folders).map((name) => ({ name, present: present(name), active: name === active })),
    async vocabulary(name) {
      const file = join(folder(name), "vocabulary.json");
      if (!existsSync(file)) return { groups: [{ name: "words", words: (await tokenizer(name)).words().sort() }] };
      return { groups: vocabularyGroups(JSON.parse(await readFile(file, "utf8"))) };
    },
    async suggest(name, prompt) {
      folder(name);
      return { unknown: wordCoverage(await tokenizer(name), prompt) };
    },
  };
}

/** The pack's file maps groups to concepts, and a concept to its synonyms, of which the first is suggested. */
function vocabularyGroups(file: Record<string, unknown>): Vocabulary["groups"] {
  const groups = (typeof file.groups === "object" && file.groups !== null ? file.groups : file) as Record<
    string,
    unknown
  >;
  return Object.entries(groups)
    .filter(([, concepts]) => typeof concepts === "object" && concepts !== null)
    .map(([name, concepts]) => ({ name, words: Object.values(concepts as object).flatMap(firstWord) }));
}

function firstWord(concept: unknown): string[] {
  if (typeof concept === "string") return [concept];
  if (Array.isArray(concept)) return concept.filter((word) => typeof word === "string").slice(0, 1);
  const synonyms = (concept as { synonyms?: unknown } | null)?.synonyms;
  return Array.isArray(synonyms) ? firstWord(synonyms) : [];
}
