import { spawnSync } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const BUILT = join(ROOT, "dist", "runtime");

/**
 * Compiles what the package ships to JavaScript with declarations and source maps, file by file: a worker or a forked
 * process finds its module beside the file that starts it, as in the sources.
 */
async function buildPackage(): Promise<void> {
  for (const folder of [BUILT, join(ROOT, "dist", "extension", "api")])
    await rm(folder, { recursive: true, force: true });
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", import.meta.dirname], { stdio: "inherit" });
  if (status !== 0) throw new Error("the package does not compile");
  await nameDeclarations(join(ROOT, "dist"));
}

/** The compiler names JavaScript files in what it emits, but leaves the sources' names in declarations. */
async function nameDeclarations(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith(".d.ts")) continue;
    const file = join(folder, entry);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/((?:from|import\()\s*"\.{1,2}\/[^"]+)\.tsx?"/g, '$1.js"'));
  }
}

const begun = performance.now();
await buildPackage();
process.stdout.write(`built the package in ${Math.round(performance.now() - begun)} ms\n`);
