/**
 * Compiles `assembly/` to `build/kernels-relaxed.wasm` and, for hosts without relaxed SIMD, `build/kernels.wasm`; and both again over shared
 * memory, for several threads. Run by `npm install`.
 */

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));

/** @param {string} name @param {string[]} features @param {string[]} flags */
async function compile(name, features, flags = []) {
  const { error, stderr } = await asc.main([
    "assembly/index.ts",
    ...["--baseDir", here, "--outFile", `build/${name}.wasm`],
    ...["--runtime", "stub", "--importMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
    ...["--optimizeLevel", "3", "--converge", "--noAssert"],
    ...flags,
    ...features.flatMap((feature) => ["--enable", feature]),
  ]);
  if (error) throw new Error(`${name}: ${error.message}\n${stderr}`);
}

await mkdir(new URL("build/", import.meta.url), { recursive: true });
await compile("kernels", ["simd"]);
await compile("kernels-relaxed", ["simd", "relaxed-simd"]);
await compile("kernels-shared", ["simd", "threads"], ["--sharedMemory"]);
await compile("kernels-relaxed-shared", ["simd", "relaxed-simd", "threads"], ["--sharedMemory"]);
