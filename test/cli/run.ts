import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

export const ROOT = resolve(import.meta.dirname, "../..");

/** Runs the command line as a user does. */
export function headartist(...args: string[]): Promise<Ended> {
  return headartistReading("", ...args);
}

/** How a command ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** {@link headartist}. @param input what comes on its standard input. */
export async function headartistReading(input: string, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, "runtime/cli/headartist.js"), ...args], { cwd: ROOT });
  child.stdin.on("error", () => {}).end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, stdout, stderr };
}
