import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildInspector } from "../../extension/build.ts";
import type { HeadArtistOptions } from "../../extension/inspector/options.ts";
import type { HeadArtistOptions as PublicOptions } from "../../extension/inspector/public.d.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";

const LIMIT = 120_000;

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

test("the published types are those of the sources", () => {
  // Checked by the compiler: each can stand for the other.
  const options = (given: HeadArtistOptions): PublicOptions => given;
  const back = (given: PublicOptions): HeadArtistOptions => given;
  assert.deepEqual(back(options({ unitsPerMetre: 1 })), { unitsPerMetre: 1 });
});
