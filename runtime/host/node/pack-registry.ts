import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inputError } from "../errors.ts";
import { makeFolder, writeDurably } from "./files.ts";
import { dataFolder, packagePath } from "./paths.ts";

/** Where a model pack lies. Nothing is copied: the weights are read where they are. */
export interface PackFolders {
  /** Folder in diffusers layout. */
  base: string;
  /** ControlNet in a folder of its own; absent: `controlnet/` of the base, or none. */
  controlnet?: string;
}

/** The pack that ships. */
export const STARTER = "starter";

/** What a pack may be called: the service's requests carry the name. */
export const PACK_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

const registryFile = () => join(dataFolder(), "packs.json");

/** Packs that `headartist models add` has registered, by name. @throws ExitError where the list is damaged. */
export function registeredPacks(): Record<string, PackFolders> {
  const file = registryFile();
  if (!existsSync(file)) return {};
  try {
    const packs: Record<string, PackFolders> = JSON.parse(readFileSync(file, "utf8"));
    if (Object.values(packs).every(({ base }) => typeof base === "string")) return packs;
  } catch {
    // Reported below, as for JSON of another kind.
  }
  throw inputError(`${file} is no list of model packs; delete it and add the packs again`);
}

/** Replaces the list. */
export async function writeRegistry(packs: Readonly<Record<string, PackFolders>>): Promise<void> {
  const file = registryFile();
  await makeFolder(dirname(file), { mode: 0o700 });
  await writeDurably(file, new TextEncoder().encode(`${JSON.stringify(packs, null, 2)}\n`));
}

/** @param pack "starter", a registered name, or a folder. @returns undefined where it is none of them. */
export function locatePack(pack: string): PackFolders | undefined {
  if (pack === STARTER) return { base: packagePath("assets", "starter") };
  const registered = registeredPacks();
  if (Object.hasOwn(registered, pack)) return registered[pack];
  return existsSync(pack) ? { base: pack } : undefined;
}

/** {@link locatePack}. @throws ExitError where there is no such pack. */
export function findPack(pack: string): PackFolders {
  const found = locatePack(pack);
  if (found) return found;
  const names = [STARTER, ...Object.keys(registeredPacks())].join(", ");
  throw inputError(`model pack "${pack}" is neither a folder nor a registered name; there are: ${names}`);
}
