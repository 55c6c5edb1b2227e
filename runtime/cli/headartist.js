#!/usr/bin/env node
// The published package carries compiled JavaScript; a clone runs its TypeScript, which Node ≥ 22.18 strips by itself.
import { existsSync } from "node:fs";

const compiled = new URL("../../dist/runtime/cli/main.js", import.meta.url);
await import(existsSync(compiled) ? compiled.href : new URL("./main.ts", import.meta.url).href);
