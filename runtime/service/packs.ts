import { existsSync } from "node:fs";
import { join } from "node:path";
import { packFolder } from "../host/node/pack-files.ts";
import { locatePack, type PackFolders, registeredPacks, STARTER } from "../host/node/pack-registry.ts";
import { readJson } from "../pack/config.ts";
import { VOCABULARY_CAP } from "../pack/files.ts";
import { openTokenizer, type TextTokenizer } from "../pack/tokenizer.ts";
import { wordCoverage } from "../pack/words.ts";
import { ServiceError } from "./errors.ts";
import { presetsOf } from "./pack-presets.ts";
import type { Suggestions, Vocabulary } from "./schemas.ts";

/** Model packs by the name a request may give; clients never name a folder. */
export interface Packs {
  active: string;
  list(): Promise<{ name: string; present: boolean; presets: string[]; active: boolean }[]>;
  /** What {@link openEngine} knows a pack by: a registered name or a folder. @throws ServiceError PACK_MISSING. */
  reference(name: string): string;
  vocabulary(name: string): Promise<Vocabulary>;
  suggest(name: string, prompt: string): Promise<Suggestions>;
}

/**
 * @param given pack name → registered name or folder; the first one is the active one. Absent: the starter pack and all
 * that are registered at the time of asking.
 */
export function openPacks(given?: Readonly<Record<string, string>>): Packs {
  const [active] = Object.keys(given ?? { [STARTER]: STARTER });
  const references = (): Readonly<Record<string, string>> =>
    given ?? Object.fromEntries([STARTER, ...Object.keys(registeredPacks())].map((name) => [name, name]));
  const tokenizers = new Map<string, Promise<TextTokenizer>>();
  const foldersOf = (name: string): PackFolders | undefined => {
    const known = references();
    const folders = Object.hasOwn(known, name) ? locatePack(known[name]) : undefined;
    return folders && existsSync(join(folders.base, "model_index.json")) ? folders : undefined;
  };
  const folder = (name: string) => {
    const folders = foldersOf(name);
    if (!folders) throw new ServiceError("PACK_MISSING", `The model pack "${name}" is not installed.`);
    return folders.base;
  };
  const tokenizer = (name: string) => {
    const base = folder(name);
    let opened = tokenizers.get(base);
    if (!opened) {
      opened = packFolder(base).then((files) => openTokenizer(files, "tokenizer"));
      opened.catch(() => tokenizers.delete(base));
      tokenizers.set(base, opened);
    }
    return opened;
  };
  return {
    active,
    reference(name) {
      folder(name);
      return references()[name];
    },
    list: () =>
      Promise.all(
        Object.keys(references()).map(async (name) => {
          const folders = foldersOf(name);
          const presets = folders ? await presetsOf(folders) : [];
          return { name, present: folders !== undefined, presets, active: name === active };
        }),
      ),
    async vocabulary(name) {
      const [files, file] = [await packFolder(folder(name)), "vocabulary.json"];
      if (await files.exists(file)) return { groups: vocabularyGroups(await readJson(files, file, VOCABULARY_CAP)) };
      return { groups: [{ name: "words", words: (await tokenizer(name)).words().sort() }] };
    },
    async suggest(name, prompt) {
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
