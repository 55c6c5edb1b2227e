/**
 * `node test/tools/gpu/pack.ts out/gpu-packages.tar.xz`: packs what `test/tools/gpu.sh` needs beside the tree where there is no network: files
 * of npm's packages, and the compiled kernels. For Linux on this machine's kind of processor.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { ORT_BUILDS } from "../../../runtime/host/browser/providers.ts";
import { PACKAGE_ROOT } from "../../../runtime/host/node/paths.ts";

/** Bytes that may be brought along. */
const MOST = 12e6;
const [target] = process.argv.slice(2);
if (!target) throw new Error("name the file to write: node test/tools/gpu/pack.ts out/gpu-packages.tar.xz");

const { metafile } = await build({
  entryPoints: [join(import.meta.dirname, "measure.ts")],
  absWorkingDir: PACKAGE_ROOT,
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  format: "esm",
  // As Node resolves them: no "module" condition.
  conditions: [],
  mainFields: ["main"],
  external: ["webgpu", "sharp", "onnxruntime-node"],
});
const modules = Object.keys(metafile.inputs).filter((path) => path.startsWith("node_modules/"));
const packages = new Set(modules.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]));
const files = [
  ...modules,
  ...[...packages, "node_modules/webgpu"].map((folder) => `${folder}/package.json`),
  "node_modules/webgpu/index.js",
  `node_modules/webgpu/dist/linux-${process.arch}`,
  `node_modules/onnxruntime-web/dist/${ORT_BUILDS.webgpu.wasm}`,
  "runtime/kernels/build",
];
const path = resolve(target);
mkdirSync(dirname(path), { recursive: true });
execFileSync("tar", ["--create", "--xz", "--file", path, "--sort=name", "--owner=0", "--group=0", ...new Set(files)], {
  cwd: PACKAGE_ROOT,
  env: { ...process.env, XZ_OPT: "-9e --x86 --lzma2=preset=9e,dict=64MiB" },
});
const { size } = statSync(path);
process.stdout.write(`${target}: ${(size / 1e6).toFixed(2)} MB of at most ${MOST / 1e6}\n`);
if (size > MOST) process.exitCode = 1;
