import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The package's own folder, from its sources as from its compiled files. */
export const PACKAGE_ROOT = packageRoot(import.meta.dirname);

/** A path inside the package. */
export function packagePath(...parts: string[]): string {
  return join(PACKAGE_ROOT, ...parts);
}

/** The version of this package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(packagePath("package.json"), "utf8")).version;
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, "assets", "template")) ? folder : packageRoot(dirname(folder));
}

/** Where the queue, the token, the heads of the service, the list of model packs, what loading compiled, and what all heads share are kept. */
export function dataFolder(): string {
  return join(homedir(), ".headartist");
}
