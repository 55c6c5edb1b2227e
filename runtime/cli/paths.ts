import { existsSync } from "node:fs";
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
