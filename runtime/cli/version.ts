import { hashFolders } from "../host/node/pack-hash.ts";
import { findPack, STARTER } from "../host/node/pack-registry.ts";
import { packageVersion } from "../host/node/paths.ts";

/** `headartist --version`: within this version and this pack, a recipe gives the same bytes. */
export async function version(): Promise<void> {
  process.stdout.write(`${packageVersion()} (starter pack ${(await hashFolders(findPack(STARTER))).slice(0, 12)})\n`);
}
