import { existsSync } from "node:fs";
import { join } from "node:path";
import { locatePack, type PackFolders, registeredPacks, STARTER } from "../host/node/pack-registry.ts";
import { ServiceError } from "./errors.ts";
import { presetsOf } from "./pack-presets.ts";

/** Model packs by the name a request may give; clients never name a folder. */
export interface Packs {
  active: string;
  list(): Promise<{ name: string; present: boolean; presets: string[]; active: boolean }[]>;
  /** What {@link openEngine} knows a pack by: a registered name or a folder. @throws ServiceError PACK_MISSING. */
  reference(name: string): string;
}

/**
 * @param given pack name → registered name or folder; the first one is the active one. Absent: the starter pack and all
 * that are registered at the time of asking.
 */
export function openPacks(given?: Readonly<Record<string, string>>): Packs {
  const [active] = Object.keys(given ?? { [STARTER]: STARTER });
  const references = (): Readonly<Record<string, string>> =>
    given ?? Object.fromEntries([STARTER, ...Object.keys(registeredPacks())].map((name) => [name, name]));
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
  };
}
