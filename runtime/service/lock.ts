import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ServiceError } from "./errors.ts";
import { privateFolder } from "./security/private-folder.ts";

/** Longest path of a socket that every Unix takes. */
const LONGEST = 100;

/**
 * Keeps a second service out of a data folder: a socket that only a living process answers, so that kill −9 leaves
 * nothing to clean up and a number that was given to another process deceives nobody.
 * @returns a function that gives the folder free. @throws ServiceError FOLDER_IN_USE, FOLDER_EXPOSED.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await privateFolder(folder);
  const path = await socketPath(resolve(folder));
  let server = await listen(path);
  if (!server && !(await answers(path))) {
    await rm(path, { force: true });
    server = await listen(path);
  }
  if (!server) throw new ServiceError("FOLDER_IN_USE", `Another service uses ${resolve(folder)}.`);
  const held = server;
  held.unref();
  return () => new Promise((done) => held.close(() => done()));
}

/** Inside the folder; where that path is too long, in a folder of this user's in the system's temporary one. */
async function socketPath(folder: string): Promise<string> {
  const name = `headartist-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  const inside = join(folder, "lock.sock");
  if (inside.length <= LONGEST) return inside;
  const own = join(tmpdir(), `headartist-${process.getuid!()}`);
  await privateFolder(own);
  return join(own, `${name}.sock`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
