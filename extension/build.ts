import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { BUILT_FROM, describe, filesBelow } from "./site/list-files.ts";

const ROOT = resolve(import.meta.dirname, "..");
export const SHARED: BuildOptions = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
  logOverride: { "ignored-bare-import": "silent" },
  define: { "process.env.NODE_ENV": '"production"' },
};

/** What is a file of its own and fetched when asked for: editors of node materials, loaders of other formats. */
const OTHERS = /^@babylonjs\/(gui|node[a-z-]*)-editor$|\/(bvh|fbx|obj|splat|stl|usd)FileLoader\.pure\.js$/;
/** What the Inspector loads as well and nobody opens here: Babylon's own format, and three engines of physics with it. */
const SCENES = /\/babylonFileLoader(\.js)?$/;
/**
 * What the Inspector knows of and a head's scene does not have: graphs of frames, splats, particles, physics, effects of whole pictures, other
 * shadows, cameras and materials.
 */
const ABSENT =
  /\/(FrameGraph|GaussianSplatting|IBLShadows|Particles)\/|\/(default|lens|ssao2?|ssr)RenderingPipeline|\/(cascadedShadowGenerator|geospatialCamera|physicsViewer)(\.pure)?(\.js)?$|\/(KHR_gaussian_splatting|openpbrMaterial(LoadingAdapter)?)(\.pure)?(\.js)?$/;

/** Behaviours that a glTF file may bring along, with all blocks of the flow graph. */
const INTERACTIVITY = /\/KHR_(interactivity|node_hoverability|node_selectability)(\.pure|\/[^"]*)?(\.js)?$/;

/** What glTF-Transform changes pictures and reads KTX2 by; nothing here does. */
const PIXELS = /^(ktx-parse|ndarray(-lanczos|-ops|-pixels)?)$/;

/** Heads are GLBs without node materials to edit: half of Babylon stays out. */
export const LEAVE_OUT: Plugin = {
  name: "leave-out",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: OTHERS }, ({ path }) => ({ path, namespace: "others" }));
    for (const filter of [SCENES, INTERACTIVITY, PIXELS])
      onResolve({ filter }, ({ path }) => ({ path, namespace: "nothing" }));
    onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: "absent" }));
    onLoad({ filter: /.*/, namespace: "others" }, ({ path }) => ({
      contents: `throw new Error("${path} is not part of the studio");`,
    }));
    // CommonJS: whatever is imported of it by name is a class that nothing is an instance of.
    onLoad({ filter: /.*/, namespace: "absent" }, () => ({
      contents: `module.exports = Object.create(new Proxy({}, { get: (_, name) => (name === "then" ? undefined : class {}) }));`,
    }));
    // Here it is undefined.
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "module.exports = {};" }));
  },
};

/**
 * Builds the studio's page. The Inspector is in files of its own, fetched when asked for.
 * @param plugins put other modules in the place of some. @param workers of the page, which share files with it. @returns what went into which file.
 */
export async function buildStudio(
  folder: string,
  { plugins = [], workers = {} }: { plugins?: readonly Plugin[]; workers?: Record<string, string> } = {},
): Promise<Metafile> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    ...SHARED,
    metafile: true,
    entryPoints: { studio: join(ROOT, "extension", "studio", "main.tsx"), ...workers },
    outdir: folder,
    format: "esm",
    platform: "browser",
    splitting: true,
    // Of glTF-Transform's reader for Node, which nothing here calls.
    external: ["node:fs", "node:path"],
    plugins: [LEAVE_OUT, ...plugins],
    chunkNames: "parts/[hash]",
  });
  for (const file of ["index.html", "studio.css"])
    await cp(join(ROOT, "extension", "studio", file), join(folder, file));
  // Babylon loads its decoder as a script; from its CDN, unless the page has one.
  await cp(createRequire(import.meta.url).resolve("meshoptimizer/decoder.cjs"), join(folder, "meshopt_decoder.js"));
  // So does its Inspector with the glTF validator, whose reports it shows.
  await build({
    ...SHARED,
    entryPoints: { gltf_validator: "gltf-validator" },
    outdir: folder,
    format: "iife",
    globalName: "GLTFValidator",
    platform: "browser",
    external: ["fs", "path"],
  });
  return metafile;
}

/** Builds the Inspector's extension; Babylon, React and Fluent are the host's. */
export async function buildInspector(folder = join(ROOT, "dist", "extension")): Promise<void> {
  const options: BuildOptions = {
    ...SHARED,
    entryPoints: { inspector: join(ROOT, "extension", "inspector", "index.tsx") },
    outdir: folder,
    format: "esm",
  };
  const drawn = await build({ ...options, external: PEERS, write: false });
  await build({ ...options, plugins: [peersByName(importedNames(drawn.outputFiles[0].text))] });
  await cp(join(ROOT, "extension", "inspector", "public.d.ts"), join(folder, "inspector.d.ts"));
}

/** Packages of the host's page. */
const PEERS = ["@babylonjs/*", "@fluentui/*", "react", "react-dom", "react/*"];

/** What a module imports by name from each package outside: package → names. */
function importedNames(code: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [, list, from] of code.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"([^"]+)"/g)) {
    const added = list.split(",").map((one) => one.trim().split(/\s+as\s+/)[0]);
    names.set(from, [...new Set([...(names.get(from) ?? []), ...added])]);
  }
  return names;
}

/**
 * Takes what is used of a peer off its namespace. Vite puts an empty module in the place of a peer that is not installed: imports
 * by name would be an error each, a hundred of them; so it is the one that the empty module throws, which says what to install.
 */
function peersByName(names: Map<string, string[]>): Plugin {
  return {
    name: "peers-by-name",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(@babylonjs|@fluentui)\/|^react(-dom)?(\/|$)/ }, ({ path, namespace }) =>
        namespace === "peer" ? { path, external: true } : { path, namespace: "peer" },
      );
      onLoad({ filter: /.*/, namespace: "peer" }, ({ path }) => ({
        contents: [
          `import * as peer from ${JSON.stringify(path)};`,
          ...(names.get(path) ?? []).map((name) => `export const ${name} = peer.${name};`),
        ].join("\n"),
      }));
    },
  };
}

/** The Editor hands its plugins its own Babylon under the names of the UMD packages, and its own React. */
const EDITOR_BABYLON: Plugin = {
  name: "editor-babylon",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^babylonjs-loaders$/ }, ({ path }) => ({ path, external: true }));
    // What a glTF 2.0 file is loaded by has a namespace of its own in the UMD package.
    onResolve({ filter: /^@babylonjs\/loaders\/glTF\/2\.0\// }, () => ({ path: "GLTF2", namespace: "loaders" }));
    onLoad({ filter: /.*/, namespace: "loaders" }, () => ({
      contents: 'module.exports = require("babylonjs-loaders").GLTF2;',
    }));
    onResolve({ filter: /^@babylonjs\/(core|gui|loaders)\// }, ({ path }) => {
      const [, room] = path.split("/");
      return { path: room === "core" ? "babylonjs" : `babylonjs-${room}`, external: true };
    });
  },
};

/** Builds the plugin of the Babylon.js Editor: CommonJS, with Fluent inside. */
async function buildEditor(folder = join(ROOT, "dist", "extension")): Promise<void> {
  await build({
    ...SHARED,
    entryPoints: { editor: join(ROOT, "extension", "editor", "index.tsx") },
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    platform: "node",
    external: ["react", "react-dom", "react/*", "babylonjs-editor"],
    plugins: [EDITOR_BABYLON],
  });
  await cp(join(ROOT, "extension", "editor", "public.d.cts"), join(folder, "editor.d.cts"));
}

/**
 * Builds the studio that the service serves: with a worker that builds heads in the page. What that reads is in the package already; a list
 * of it says what there is.
 */
async function buildServedStudio(folder = join(ROOT, "dist", "studio")): Promise<void> {
  await buildStudio(folder, { workers: { dress: join(ROOT, "runtime", "tab", "dress.ts") } });
  const paths = await Promise.all(
    BUILT_FROM.map(async ([room, wanted]) =>
      (await filesBelow(join(ROOT, room))).filter((name) => wanted.test(name)).map((name) => `${room}/${name}`),
    ),
  );
  const files = await Promise.all(paths.flat().map((path) => describe(ROOT, path, path)));
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  await writeFile(join(folder, "site.json"), JSON.stringify({ version, files }));
}

if (import.meta.main) {
  const begun = performance.now();
  await Promise.all([buildServedStudio(), buildInspector(), buildEditor()]);
  process.stdout.write(`built the panel in ${Math.round(performance.now() - begun)} ms\n`);
}
