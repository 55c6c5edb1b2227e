import { PARTS } from "../../field/cut.ts";
import { type Kernels, kernelFile, loadKernels } from "../../kernels/load.ts";
import { loadPack, type Pack } from "../../pack/load.ts";
import { hashedFiles, type WatchedFiles, watchReads } from "../pack-reads.ts";
import { ortHost } from "./ort-host.ts";
import { STARTER, sitePack } from "./pack-files.ts";
import { type SiteFiles, sha256 } from "./site-files.ts";
import { startThread, threadsHere } from "./threads.ts";

/** Where the site's build puts the kernels. */
const KERNELS = "runtime/kernels/build";

/**
 * Opens the starter pack. Its networks are opened when they are first run.
 * @param device runs them by WebGPU. @returns also its SHA-256, as the Node host has it.
 */
export async function openPack(files: SiteFiles, device?: GPUDevice): Promise<{ pack: Pack; hash: string }> {
  const watched = watchReads(sitePack(files, STARTER));
  const pack = await loadPack(ortHost(files, { threads: threadsHere(), device }), watched);
  return { pack, hash: await hashPack(files, watched) };
}

/** Loads the kernels into this worker, with a thread for each of the processor's. */
export async function openKernels(files: SiteFiles): Promise<Kernels> {
  const threads = Math.min(threadsHere(), PARTS);
  return loadKernels(await files.read(`${KERNELS}/${kernelFile(threads)}`), { threads, startThread });
}

async function hashPack({ read }: SiteFiles, folder: WatchedFiles): Promise<string> {
  const parts = hashedFiles([folder]).map(async ({ line, name }) => [line, await read(`${STARTER}/${name}`)]);
  const whole = new Blob((await Promise.all(parts)).flat() as BlobPart[]);
  return sha256(await whole.arrayBuffer());
}
