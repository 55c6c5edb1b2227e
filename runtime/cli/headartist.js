#!/usr/bin/env node
// Plain JavaScript that names no export of newer Nodes, so that one too old for the rest comes far enough to say so. The package runs what was built;
// a checkout runs its sources, whose types Node strips as it loads them.
import { existsSync, mkdirSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`headartist: Node ${process.versions.node} is too old; 22.12 or later is needed: https://nodejs.org`);
  process.exitCode = 4;
} else {
  // What loading strips and compiles is kept for the next time, here and in the threads and processes that are started: half a second.
  const data = join(homedir(), ".headartist");
  try {
    // Other users must not enter it: the service keeps its token there.
    mkdirSync(data, { recursive: true, mode: 0o700 });
    process.env.NODE_COMPILE_CACHE ??= join(data, "compiled");
    module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  } catch {
    // A home that cannot be written to: everything is compiled anew.
  }
  const sources = process.features.typescript && existsSync(new URL("./main.ts", import.meta.url));
  await import(sources ? "./main.ts" : "../../dist/runtime/cli/main.js");
}
