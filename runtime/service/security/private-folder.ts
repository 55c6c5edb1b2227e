import { chmod, lstat, readdir } from "node:fs/promises";
import { makeFolder } from "../../host/node/files.ts";
import { ServiceError } from "../errors.ts";

/** What a data folder may hold; anything else belongs to somebody who did not ask for its folder to be closed. */
const OWN = /^(heads|queue|queue\.unreadable|token|connection\.json|launch\.json|lock\.sock|packs\.json|.*\.tmp)$/;
const OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Makes a folder that this user alone can enter, or closes one that others can: what lies in it, the queue's prompts
 * included, has the modes that its writers chose. Windows keeps its own access lists.
 * @throws ServiceError FOLDER_EXPOSED where the folder is another user's, shared by all, or holds other things too.
 */
export async function privateFolder(folder: string): Promise<void> {
  await makeFolder(folder, { mode: 0o700 });
  if (process.platform === "win32") return;
  const { uid, mode } = await lstat(folder);
  if (uid !== process.getuid!()) throw exposed(folder, "belongs to another user");
  if ((mode & OTHERS) === 0) return;
  const foreign = (await readdir(folder)).find((name) => !OWN.test(name));
  if (mode & STICKY || foreign) throw exposed(folder, `can be entered by other users and holds "${foreign ?? ""}"`);
  await chmod(folder, 0o700);
}

/** @returns whether other users of this machine can look into a folder. */
export async function isExposed(folder: string): Promise<boolean> {
  return process.platform !== "win32" && ((await lstat(folder)).mode & OTHERS) !== 0;
}

function exposed(folder: string, why: string): ServiceError {
  return new ServiceError("FOLDER_EXPOSED", `The folder ${folder} ${why}.`);
}
