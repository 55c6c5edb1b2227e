import { basename, resolve } from "node:path";
import { inputError, usageError } from "../host/errors.ts";
import { readableBytes } from "../host/node/ort/ort-host.ts";
import { packFolder } from "../host/node/pack-files.ts";
import {
  findPack,
  PACK_NAME,
  type PackFolders,
  registeredPacks,
  STARTER,
  writeRegistry,
} from "../host/node/pack-registry.ts";
import type { PackFiles } from "../pack/files.ts";
import { type OpenedPack, openPack } from "../pack/open.ts";
import { slug } from "./slug.ts";

/** `headartist models add`: registers folders on disk under a name, once they are found whole. */
export async function addModel(
  folder: string,
  { controlnet, name = slug(basename(resolve(folder))) }: { controlnet?: string; name?: string },
): Promise<void> {
  if (!PACK_NAME.test(name)) {
    throw usageError(`name "${name}" is not made of a to z, 0 to 9 and "-" (64 at most); choose one with --name`);
  }
  const packs = registeredPacks();
  if (name === STARTER) throw usageError(`"${STARTER}" is the pack that ships; choose another --name`);
  if (Object.hasOwn(packs, name)) {
    throw usageError(`there is a pack "${name}" already; choose another --name, or "models remove ${name}" first`);
  }
  const folders: PackFolders = { base: resolve(folder) };
  if (controlnet) folders.controlnet = resolve(controlnet);
  const pack = await openFolders(folders);
  await writeRegistry({ ...packs, [name]: folders });
  process.stdout.write(`${name}: ${describePack(pack)}\n`);
  if (!pack.control) {
    process.stdout.write("it has no ControlNet, so heads can be made with --no-landmarks alone; see --controlnet\n");
  }
}

/** `headartist models list`. */
export async function listModels({ json = false }: { json?: boolean }): Promise<void> {
  const names = [STARTER, ...Object.keys(registeredPacks())];
  const packs = names.map((name) => ({ name, ...findPack(name) }));
  if (json) process.stdout.write(`${JSON.stringify(packs)}\n`);
  else
    for (const { name, base, controlnet } of packs) {
      process.stdout.write(`${name}  ${base}${controlnet ? ` + ${controlnet}` : ""}\n`);
    }
}

/** `headartist models remove`: forgets a pack; its files stay. */
export async function removeModel(name: string): Promise<void> {
  if (name === STARTER) throw usageError(`"${STARTER}" is the pack that ships; it cannot be removed`);
  const packs = registeredPacks();
  if (!Object.hasOwn(packs, name))
    throw usageError(`no pack "${name}" was added; "models list" shows those that are there`);
  const { [name]: found, ...rest } = packs;
  await writeRegistry(rest);
  process.stdout.write(`${name} is forgotten; its files in ${found.base} stay\n`);
}

/** `headartist models check`: is every tensor there, in the shape its config implies? */
export async function checkModel(pack: string): Promise<void> {
  process.stdout.write(`${pack}: ${describePack(await openFolders(findPack(pack)))}\n`);
}

/** Reads and checks a pack. @throws PackError naming the first thing that is wrong. */
export async function openFolders({ base, controlnet }: PackFolders): Promise<OpenedPack> {
  const control: PackFiles | null = controlnet ? await packFolder(controlnet) : null;
  const files = await packFolder(base);
  if (!(await files.exists("unet/config.json")) && (await files.exists("config.json"))) {
    throw inputError(`${base} holds a single model, not a pipeline; give it as --controlnet beside its base`);
  }
  return openPack(files, control);
}

/** A line about a whole pack. */
export function describePack({ unet, autoencoder, text, control, scheduler }: OpenedPack): string {
  const parts = [unet, autoencoder, text, ...(control ? [control] : [])];
  const tensors = parts.flatMap(({ checkpoint }) => [...checkpoint.tensors.values()]);
  const pixels = unet.config.sampleSize * autoencoder.config.factor;
  return [
    `${pixels}² images`,
    scheduler.prediction_type,
    control ? "with ControlNet" : "without ControlNet",
    `${tensors.length} tensors`,
    `${readableBytes(tensors.reduce((bytes, { length }) => bytes + length, 0))} in place`,
  ].join(", ");
}
