import { PARTS } from "../../field/cut.ts";
import { kernelFile, loadKernels } from "../../kernels/load.ts";
import { loadPack } from "../../pack/load.ts";
import type { Engine } from "../../stages/engine.ts";
import { hashedFiles, type WatchedFiles, watchReads } from "../pack-reads.ts";
import { ortHost } from "./ort-host.ts";
import { STARTER, sitePack } from "./pack-files.ts";
import { type SiteFiles, sha256 } from "./site-files.ts";
import { startThread, threadsHere } from "./threads.ts";

/** Where the site's build puts the kernels. */
const KERNELS = "runtime/kernels/build";

/** What distils heads, beside the tools that bake them. */
export interface Distiller extends Pick<Engine, "kernels" | "pack"> {
  /** SHA-256 of the pack, as the Node host has it. */
  hash: string;
}

/** Loads what distils heads into this worker: kernels, and the starter pack. Its networks are opened when they are first run. */
export async function openDistiller(files: SiteFiles): Promise<Distiller> {
  const watched = watchReads(sitePack(files, STARTER));
  const host = ortHost(files, { threads: threadsHere() });
  const [kernels, pack] = await Promise.all([openKernels(files), loadPack(host, watched)]);
  return { kernels, pack, hash: await hashPack(files, watched) };
}

async function openKernels(files: SiteFiles) {
  const threads = Math.min(threadsHere(), PARTS);
  return loadKernels(await files.read(`${KERNELS}/${kernelFile(threads)}`), { threads, startThread });
}

async function hashPack({ read }: SiteFiles, folder: WatchedFiles): Promise<string> {
  const parts = hashedFiles([folder]).map(async ({ line, name }) => [line, await read(`${STARTER}/${name}`)]);
  const whole = new Blob((await Promise.all(parts)).flat() as BlobPart[]);
  return sha256(await whole.arrayBuffer());
}
