import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";

const ROOT = resolve(import.meta.dirname, "../..");
const ROOMS = ["runtime", "extension", "test", "assets"];

/** `new URL(…, import.meta.url).pathname` and its kin, over several lines too. */
const PATHNAME = /import\.meta\.url[^;]*?\)\s*\.pathname|(?:fileUrl|file_url)\w*\.pathname/g;

function strays(text: string): string[] {
  return [...text.matchAll(PATHNAME)].map(([found]) => found);
}

test("no path is read off a file URL, where a space would be %20 and Windows' drive have a slash before it", () => {
  const found = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|tsx|js)$/.test(name) && !name.includes("node_modules"))
      .map((name) => join(ROOT, room, name))
      .filter((file) => file !== import.meta.filename)
      .flatMap((file) => strays(readFileSync(file, "utf8")).map((text) => `${relative(ROOT, file)}: ${text}`)),
  );
  assert.deepEqual(found, [], "use fileURLToPath, or hand the URL on as it is");
});

test("the rule sees what it forbids, and nothing else", () => {
  assert.equal(strays('new URL("./a.ts", import.meta.url).pathname').length, 1);
  assert.equal(strays('fileURLToPath(new URL("./a.ts", import.meta.url)); new URL(url).pathname').length, 0);
});
