import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The package's own folder, from its sources as from its compiled files. */
export const PACKAGE_ROOT = packageRoot(import.meta.dirname);

/** A path inside the package. */
export function packagePath(...parts: string[]): string {
  return join(PACKAGE_ROOT, ...parts);
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, "assets", "template")) ? folder : packageRoot(dirname(folder));
}

/** Where the queue, the token, the heads of the service, and the list of model packs are kept. */
export function dataFolder(): string {
  return join(homedir(), ".headartist");
}
