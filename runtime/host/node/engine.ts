import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { PARTS } from "../../field/cut.ts";
import { loadTemplate } from "../../head/template.ts";
import { kernelFile, loadKernels } from "../../kernels/load.ts";
import type { SessionHost } from "../../onnx/session.ts";
import { loadPack } from "../../pack/load.ts";
import type { Engine, Tools } from "../../stages/engine.ts";
import { environmentError } from "../errors.ts";
import { watchReads } from "../pack-reads.ts";
import { drawSheetBeside, paintBeside, traceSheetBeside } from "./beside.ts";
import { readHeadKit } from "./head-kit.ts";
import { encodeImage } from "./images.ts";
import { chooseKernels } from "./kernels/choose-kernels.ts";
import { ortHost } from "./ort/ort-host.ts";
import { chooseProvider } from "./ort/providers.ts";
import { packFolder } from "./pack-files.ts";
import { hashPack } from "./pack-hash.ts";
import { findPack, type PackFolders } from "./pack-registry.ts";
import { packagePath, packageVersion } from "./paths.ts";
import { startThread } from "./threads.ts";

/** What {@link openEngine} takes. */
export interface EngineOptions {
  /** "starter", the name of a registered pack, or a folder in diffusers layout. */
  pack: string;
  /** Threads of onnxruntime and of the kernels; 0 is one for every core. */
  threads?: number;
  /** Execution provider, see {@link chooseProvider}; it has a say in where kernels run, see {@link chooseKernels}. */
  provider?: string;
  /** What bakes heads, where it is open already; see {@link openTools}. */
  tools?: Tools;
  /** What runs the pack's networks instead of onnxruntime-node, to watch it, say. */
  sessions?: SessionHost;
}

/** The kernels cut their work into four parts. */
const MOST_KERNEL_THREADS = PARTS;

/** Loads kernels, template and model pack into this process. @throws ExitError naming what is missing. */
export async function openEngine({
  pack,
  threads = 0,
  provider,
  sessions,
  tools: given,
}: EngineOptions): Promise<Engine> {
  const [tools, gpu, { loaded, hash }] = await Promise.all([
    given ?? openTools(threads),
    chooseKernels(provider),
    openPackFolders(findPack(pack), async () => sessions ?? ortHost({ threads, ...(await chooseProvider(provider)) })),
  ]);
  const maker = { ...tools.maker, pack: hash, ...(gpu && { kernels: gpu.adapter.name }) };
  return { ...tools, kernels: gpu ? { ...tools.kernels, gpu } : tools.kernels, pack: loaded, maker };
}

/** Loads what bakes heads, without a model pack. @param threads of the kernels; 0 is one for every core. */
export async function openTools(threads = 0): Promise<Tools> {
  const [kernels, template] = await Promise.all([
    openKernels(Math.min(threads || availableParallelism(), MOST_KERNEL_THREADS)),
    loadTemplate((name) => readFile(packagePath("assets", "template", name))),
  ]);
  const maker = { engine: packageVersion() };
  const beside = { painter: paintBeside, traceSheet: traceSheetBeside, drawSheet: drawSheetBeside };
  return { kernels, template, encodeImage, ...beside, headKit: readHeadKit, maker };
}

/** The kernels alone, for work without a model. @throws ExitError where they are missing. */
export async function openKernels(threads: number) {
  const name = kernelFile(threads);
  const file = packagePath("runtime", "kernels", "build", name);
  if (!existsSync(file)) throw environmentError(`${name} is not built; run "npm run prepare"`);
  return loadKernels(await readFile(file), { threads, startThread });
}

async function openPackFolders({ base, controlnet }: PackFolders, host: () => Promise<SessionHost>) {
  const controlFiles = controlnet ? watchReads(await packFolder(controlnet)) : null;
  const files = watchReads(await packFolder(base));
  const loaded = await loadPack(await host(), files, { controlFiles });
  return { loaded, hash: await hashPack(controlFiles ? [files, controlFiles] : [files]) };
}
