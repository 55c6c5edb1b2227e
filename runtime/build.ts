import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
/** What the compiler makes, below `dist/`; the rest there is the panel's. */
const BUILT = ["runtime", "extension/api", "extension/scene/driven", "shaders/viewport"].map((folder) =>
  join(ROOT, "dist", folder),
);

/**
 * Compiles what the package ships to JavaScript, file by file: a worker or a forked process finds its module
 * beside the file that starts it, as in the sources. Declarations are kept where a user of the exports sees them.
 */
async function buildPackage(): Promise<void> {
  for (const folder of BUILT) await rm(folder, { recursive: true, force: true });
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  // Declarations keep their comments, which editors show; a third of the code would be comments.
  for (const flags of [["--emitDeclarationOnly"], ["--declaration", "false", "--removeComments"]]) {
    const { status } = spawnSync(process.execPath, [compiler, "-p", import.meta.dirname, ...flags], {
      stdio: "inherit",
    });
    if (status !== 0) throw new Error("the package does not compile");
  }
  const { exports } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const seen = new Set<string>();
  for (const { types } of Object.values<{ types?: string }>(exports)) if (types) await keep(join(ROOT, types), seen);
  for (const folder of BUILT)
    for (const name of await readdir(folder, { recursive: true })) {
      const file = join(folder, name);
      if (name.endsWith(".d.ts") && !seen.has(file)) await rm(file);
    }
}

/**
 * Keeps a declaration and those it imports. The compiler names JavaScript files in what it emits, but leaves the sources' names
 * in declarations.
 */
async function keep(file: string, seen: Set<string>): Promise<void> {
  if (seen.has(file) || !existsSync(file)) return;
  seen.add(file);
  const imported: string[] = [];
  const text = (await readFile(file, "utf8")).replace(
    /((?:from|import)\s*\(?\s*")(\.{1,2}\/[^"]+)\.tsx?"/g,
    (_, begin, path) => {
      imported.push(join(dirname(file), `${path}.d.ts`));
      return `${begin}${path}.js"`;
    },
  );
  await writeFile(file, text);
  for (const other of imported) await keep(other, seen);
}

const begun = performance.now();
await buildPackage();
process.stdout.write(`built the package in ${Math.round(performance.now() - begun)} ms\n`);
