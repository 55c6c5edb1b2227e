import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, replaceFile } from "../../host/node/files.ts";

/** How long after a start the token of a crashed launch can be traded in. */
const RENEWAL_MS = 10 * 60_000;

/** The bearer token of this launch, and the trace a crashed launch left. */
export interface LaunchToken {
  token: string;
  /** True for this launch's token. Constant time. */
  matches(candidate: string): boolean;
  /** True for the token of a launch that ended without {@link revoke}, for ten minutes after this start. */
  wasCrashedLaunch(candidate: string): boolean;
  /** Writes the files, once the URL is known. */
  publish(url: string): Promise<void>;
  /** Removes every trace: called when the service stops in good order. */
  revoke(): Promise<void>;
}

/**
 * Draws the token (256 bits). {@link LaunchToken.publish} writes it where only this user can read it: `token` for tools such as Prometheus,
 * `connection.json` with the URL for editors on this machine. `launch.json` keeps the token's hash alone.
 * @param given a token chosen by who supervises the service, at least 32 characters.
 */
export async function launchToken(folder: string, given?: string): Promise<LaunchToken> {
  if (given !== undefined && given.length < 32) {
    throw new RangeError("HEADARTIST_TOKEN has fewer than 32 characters: give a long random one, or none");
  }
  const token = given ?? randomBytes(32).toString("base64url");
  const files = {
    token: join(folder, "token"),
    connection: join(folder, "connection.json"),
    launch: join(folder, "launch.json"),
  };
  const previous = await readLaunch(files.launch);
  const started = Date.now();
  const own = digest(token);
  let published = false;
  return {
    token,
    matches: (candidate) => timingSafeEqual(digest(candidate), own),
    wasCrashedLaunch: (candidate) =>
      previous !== undefined && Date.now() - started < RENEWAL_MS && timingSafeEqual(digest(candidate), previous),
    async publish(url) {
      published = true;
      await makeFolder(folder, { mode: 0o700 });
      await writePrivate(files.launch, JSON.stringify({ hash: own.toString("hex") }));
      await writePrivate(files.token, token);
      await writePrivate(files.connection, JSON.stringify({ url, token, pid: process.pid }));
    },
    async revoke() {
      if (!published) return;
      for (const path of Object.values(files)) await rm(path, { force: true });
    },
  };
}

/** Equal lengths whatever the input, so that comparing tells nothing by its time. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

async function readLaunch(path: string): Promise<Buffer | undefined> {
  try {
    const hash = Buffer.from(JSON.parse(await readFile(path, "utf8")).hash, "hex");
    return hash.length === 32 ? hash : undefined;
  } catch {
    return undefined;
  }
}

/** The mode is set before the content is there, also where an older file had another one. */
function writePrivate(path: string, text: string): Promise<void> {
  return replaceFile(path, new TextEncoder().encode(text), { mode: 0o600 });
}
