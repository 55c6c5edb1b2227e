import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join, posix, resolve } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildInspector } from "../../extension/build.ts";
import type { HeadArtistOptions } from "../../extension/inspector/options.ts";
import type { HeadArtistOptions as PublicOptions } from "../../extension/inspector/public.d.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";

const LIMIT = 120_000;
const PAGE_LIMIT = 900_000;
const STUDIO = resolve(import.meta.dirname, "../../dist/studio");

test("the panel without its peers stays under 120 kB gzipped, and brings none of them along", async () => {
  const folder = await temporaryFolder();
  await buildInspector(folder);
  const code = await readFile(join(folder, "inspector.js"), "utf8");
  const size = gzipSync(code, { level: 9 }).length;
  assert.ok(size < LIMIT, `${size} bytes`);
  const imported = [...code.matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, name]) => name);
  assert.ok(imported.some((name) => name.startsWith("@babylonjs/core/")));
  assert.deepEqual(
    imported.filter((name) => !/^(@babylonjs|@fluentui|react)(\/|$)/.test(name)),
    [],
  );
  assert.match(await readFile(join(folder, "inspector.d.ts"), "utf8"), /export function headArtist/);
});

test("the studio's page stays under 900 kB gzipped, and fetches WebGPU's engine and shaders when asked for", async () => {
  const read = (name: string) => readFile(join(STUDIO, name), "utf8");
  const found = new Map<string, string>();
  const later = new Set<string>();
  const visit = async (name: string) => {
    if (found.has(name)) return;
    const code = await read(name);
    found.set(name, code);
    for (const [, path] of code.matchAll(/\bimport\("([^"]+)"\)/g)) later.add(posix.join(dirname(name), path));
    for (const [, path] of code.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g))
      await visit(posix.join(dirname(name), path));
  };
  await visit("studio.js");
  const sizes = [...found.values()].map((code) => gzipSync(code, { level: 9 }).length);
  const size = sizes.reduce((sum, one) => sum + one, 0);
  assert.ok(found.size > 10 && size < PAGE_LIMIT, `${size} bytes in ${found.size} files`);
  const isEngine = (code: string) => code.includes('getClassName(){return"WebGPUEngine"}');
  const isShader = (code: string) => code.includes("vertexOutputs.position");
  for (const [name, code] of found) assert.ok(!isEngine(code) && !isShader(code), name);
  const fetched = await Promise.all([...later].filter((name) => !found.has(name)).map(read));
  assert.ok(fetched.some(isShader));
});

test("the published types are those of the sources", () => {
  // Checked by the compiler: each can stand for the other.
  const options = (given: HeadArtistOptions): PublicOptions => given;
  const back = (given: PublicOptions): HeadArtistOptions => given;
  assert.deepEqual(back(options({ unitsPerMetre: 1 })), { unitsPerMetre: 1 });
});
