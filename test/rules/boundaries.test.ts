import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";

const ROOT = resolve(import.meta.dirname, "../..");

/** Which rooms of `runtime/` a room may import, itself aside. */
const MAY_IMPORT: Record<string, string[]> = {
  kernels: [],
  mesh: ["kernels"],
  field: ["kernels", "mesh"],
  render: ["kernels", "mesh"],
  onnx: [],
  pack: ["onnx"],
  diffusion: ["kernels", "pack", "prompt"],
  face: ["onnx"],
  prompt: ["kernels"],
  head: ["kernels", "mesh", "prompt"],
  bake: ["kernels", "mesh", "field", "render", "head"],
  stages: ["kernels", "mesh", "field", "render", "pack", "diffusion", "prompt", "head", "bake"],
  import: ["kernels", "mesh", "field", "render", "prompt", "head", "bake", "stages"],
};
const ENGINE = Object.keys(MAY_IMPORT);
/** The rooms that stand on the engine, and what each may import beside it. */
const ABOVE: Record<string, string[]> = {
  host: [],
  api: ["host"],
  service: ["host"],
  mcp: ["host", "service"],
  tab: ["host", "service"],
  cli: ["host", "api", "service", "mcp"],
};
/** The agent's tools go through the HTTP API, by the same client as the panel; what stands in for the service in a tab answers that client. */
const CLIENT: Record<string, string[]> = {
  mcp: ["extension/api", "extension/service-types.ts"],
  tab: ["extension/api", "extension/service-types.ts"],
};
const ROOMS: Record<string, string[]> = {
  ...MAY_IMPORT,
  ...Object.fromEntries(Object.entries(ABOVE).map(([room, below]) => [room, [...ENGINE, ...below]])),
};

interface Import {
  file: string;
  specifier: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "assembly" || name === "build" ? [] : sources(path);
    return /\.(ts|tsx)$/.test(name) ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)["']([^"']+)["']/gm);
  return [...found].map(([, specifier]) => ({ file: relative(ROOT, file), specifier }));
}

function roomOf(file: string, specifier: string): string {
  return relative(ROOT, resolve(ROOT, dirname(file), specifier))
    .split(sep)
    .slice(0, 2)
    .join("/");
}

/** @returns the files of one circle of imports, in order; none where there is no circle. */
function findCircle(imports: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return path.slice(path.indexOf(file));
    if (done.has(file)) return [];
    path.push(file);
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next);
      if (circle.length > 0) return circle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = visit(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

test("a circle of imports is found", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", []],
    ["d", ["b"]],
  ]);
  assert.deepEqual(findCircle(imports), ["b", "d"]);
});

test("the scan sees imports", () => {
  assert.ok(importsOf(import.meta.filename).some(({ specifier }) => specifier === "node:fs"));
  assert.ok(sources(join(ROOT, "runtime")).length > 20);
});

for (const [room, below] of Object.entries(ROOMS)) {
  const files = existsSync(join(ROOT, "runtime", room)) ? sources(join(ROOT, "runtime", room)) : [];
  const allowed = [...[room, ...below].map((name) => `runtime/${name}`), ...(CLIENT[room] ?? [])];

  test(`runtime/${room} imports its neighbours by the table`, () => {
    const strays = files
      .flatMap(importsOf)
      .filter(({ specifier }) => specifier.startsWith("."))
      .filter(({ file, specifier }) => !allowed.includes(roomOf(file, specifier)));
    assert.deepEqual(strays, []);
  });

  if (ENGINE.includes(room)) {
    test(`runtime/${room} needs no Node`, () => {
      const needing = files
        .flatMap(importsOf)
        .filter(({ specifier }) => specifier.startsWith("node:") || ["onnxruntime-node", "sharp"].includes(specifier));
      assert.deepEqual(needing, []);
    });
  }
}

test("no file of the runtime imports itself in a circle", () => {
  const files = sources(join(ROOT, "runtime"));
  const imports = new Map(
    files.map((file) => [
      relative(ROOT, file),
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith("."))
        .map(({ file: from, specifier }) => join(dirname(from), specifier)),
    ]),
  );
  assert.deepEqual(findCircle(imports), []);
});

/** Put the engine's files where its host for browsers looks for them; no page runs them. */
const SITE_BUILD = ["extension/site/build.ts", "extension/site/list-files.ts"];

test("the extension talks to the service by HTTP alone", () => {
  const strays = sources(join(ROOT, "extension"))
    .flatMap(importsOf)
    .filter(({ file, specifier }) => specifier.startsWith(".") && roomOf(file, specifier).startsWith("runtime"))
    .filter(({ file, specifier }) => !SITE_BUILD.includes(file) || roomOf(file, specifier) !== "runtime/host");
  assert.deepEqual(strays, []);
});
