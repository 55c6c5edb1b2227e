import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// `npm run test:nodes`: what was built, on every Node that `engines` names: the doctor, and a draft head whose bytes must be
// the same on all of them. An older Node has to say in one line that it is too old. The Nodes come from npm.

const ROOT = resolve(import.meta.dirname, "../..");
const SERVED = ["22.12", "24", "latest"];
const TOO_OLD = "20";
const MINUTES = 60_000;

const folder = mkdtempSync(join(tmpdir(), "headartist-nodes-"));
const digests = new Set<string>();
let failed = 0;

try {
  for (const version of [...SERVED, TOO_OLD]) {
    const trouble = version === TOO_OLD ? refuse(version) : serve(version);
    if (trouble) failed++;
    process.stdout.write(`node ${version}: ${trouble || "passed"}\n`);
  }
  if (digests.size > 1) failed++;
  process.stdout.write(digests.size === 1 ? "the same bytes on all of them\n" : "not the same bytes on all of them\n");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** @returns what went wrong; "" where nothing did. */
function serve(version: string): string {
  const node = install(version);
  const cli = join(ROOT, "dist", "runtime", "cli", "main.js");
  const doctor = run(node, cli, "doctor");
  if (doctor.status !== 0) return `the doctor ends with ${doctor.status}: ${doctor.stdout}${doctor.stderr}`;
  const glb = join(folder, version, "head.glb");
  const made = run(node, cli, "generate", "an old man with a white beard", "--preset", "draft", "-o", glb);
  if (made.status !== 0) return `generate ends with ${made.status}: ${made.stderr}`;
  digests.add(createHash("sha256").update(readFileSync(glb)).digest("hex"));
  return "";
}

function refuse(version: string): string {
  const { status, stderr } = run(install(version), join(ROOT, "runtime", "cli", "headartist.js"), "doctor");
  const friendly =
    /^headartist: Node 20\.\d+\.\d+ is too old; 22\.12 or later is needed: https:\/\/nodejs\.org\n$/.test(stderr);
  return status === 4 && friendly ? "" : `ends with ${status} and says: ${stderr}`;
}

/** Installs npm's package of a Node's program. @returns the program's path. */
function install(version: string): string {
  const place = join(folder, version);
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, allowScripts: { node: true } }));
  const { status, stderr } = spawnSync("npm", ["install", `node@${version}`, "--no-audit", "--no-fund"], {
    cwd: place,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`node ${version} cannot be installed: ${stderr}`);
  return join(place, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}

function run(node: string, ...args: string[]) {
  return spawnSync(node, args, { cwd: folder, encoding: "utf8", timeout: 60 * MINUTES });
}
