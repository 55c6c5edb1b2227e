import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

export const ROOT = resolve(import.meta.dirname, "../..");

/** How a program ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A project of somebody else's, in a folder with a space and an umlaut, whose user has nothing of ours. */
export interface Project {
  folder: string;
  /** The project's own programs come first, then this Node. */
  env: NodeJS.ProcessEnv;
  /** Runs a program to its end. */
  run(program: string, ...args: string[]): Promise<Ended>;
  /** {@link run} that has to end well. @returns what it wrote to stdout. */
  must(program: string, ...args: string[]): Promise<string>;
}

/** Makes the project, removed by the caller. */
export async function newProject(): Promise<Project> {
  const folder = join(await mkdtemp(join(tmpdir(), "headartist ")), "Köpfe und Hüte");
  await cp(join(import.meta.dirname, "consumer"), folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "somebody", private: true, type: "module" }));
  const env = environment(folder);
  const run: Project["run"] = async (program, ...args) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { code, stdout, stderr };
  };
  return {
    folder,
    env,
    run,
    async must(program, ...args) {
      const { code, stdout, stderr } = await run(program, ...args);
      if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
      return stdout;
    },
  };
}

export async function removeProject({ folder }: Project): Promise<void> {
  await rm(dirname(folder), { recursive: true, force: true, maxRetries: 3 });
}

/** What npm passes to our scripts is not passed on: it would be taken for the project's own settings. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(?!config_(cache|registry|proxy|https_proxy|cafile)$)|HEADARTIST_|ONNXRUNTIME_|INIT_CWD|NODE_)/i.test(
        name,
      ),
  );
  const path = [join(folder, "node_modules", ".bin"), dirname(process.execPath), process.env.PATH].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path, HOME: folder, USERPROFILE: folder, npm_config_cache: npmCache() };
}

function npmCache(): string {
  return process.env.npm_config_cache ?? join(process.env.HOME ?? tmpdir(), ".npm");
}

/** What npm says of a tarball that it made. */
export interface Packed {
  file: string;
  size: number;
  files: { path: string; size: number }[];
}

/** Packs the package, everything built anew. */
export async function pack(folder: string): Promise<Packed> {
  const child = spawn("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`npm pack ended with ${code}`);
  // Scripts that npm runs before write to the same stream.
  const [{ filename, size, files }] = JSON.parse(printed.slice(printed.indexOf("[\n")));
  return { file: join(folder, filename), size, files };
}

/** Bytes of a tarball of these files of the checkout. */
export function tarballSize(paths: readonly string[]): number {
  const { stdout, status } = spawnSync("tar", ["-c", "-f", "-", "-C", ROOT, "-T", "-"], {
    input: paths.join("\n"),
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error("tar failed");
  return gzipSync(stdout, { level: 9 }).length;
}

/** Packages in the versions of this checkout, as npm takes them. */
export async function packagesOf(...names: string[]): Promise<string[]> {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  return names.map((name) => `${name}@${devDependencies[name]}`);
}
