import { createHash } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";
import { DRACO_WASM } from "../../runtime/host/browser/import-host.ts";
import { ORT_BUILDS, ortWasm } from "../../runtime/host/browser/providers.ts";
import { placeOf } from "../../runtime/host/site-file.ts";
import { buildStudio, SHARED } from "../build.ts";
import { BUILT_FROM, describe, filesBelow } from "./list-files.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);
const packed = promisify(gzip);

/** Folders of the repository that the engine reads in a tab, and what of them. */
const ASSETS: [string, RegExp][] = [
  ...BUILT_FROM,
  ["runtime/stages/presets", /^grid\/(draft|standard)\.json$/],
  ["runtime/kernels/build", /\.wasm$/],
  ["shaders", /^[^/]+\.wgsl$/],
  ["assets/face", /\.(json\.gz|bin)$/],
  ["assets/starter", /^(model_index\.json|[^/]+\/[^/]+\.(json|safetensors))$/],
];
const ORT_FOLDER = dirname(require.resolve("onnxruntime-web/wasm"));
/** Files of packages that the engine reads, by their places in the site. */
const PARTS_OF_PACKAGES: Record<string, string> = {
  "codec/mozjpeg_enc.wasm": require.resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"),
  [DRACO_WASM]: require.resolve("draco3dgltf/draco_decoder_gltf.wasm"),
  [ortWasm("wasm")]: join(ORT_FOLDER, ORT_BUILDS.wasm.wasm),
  [ortWasm("webgpu")]: join(ORT_FOLDER, ORT_BUILDS.webgpu.wasm),
};

/** The page can talk to its own host alone: that nothing is sent anywhere is no matter of trust. As the service's own policy. */
const POLICY =
  "default-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data:; " +
  "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'";
const PAGES = ["index.html", "doctor.html"];
const CHARSET = '<meta charset="utf-8" />';

/** The studio's page, connected to a worker instead of the service. */
const CONNECT: Plugin = {
  name: "connect",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/connect\.ts$/ }, () => ({ path: join(import.meta.dirname, "connect.ts") }));
  },
};

/** ONNX Runtime's modules stay in files of their own: their threads start from their address. */
const ORT: Plugin = {
  name: "ort",
  setup({ onResolve }) {
    onResolve({ filter: /^onnxruntime-web\/(wasm|webgpu)$/ }, ({ path }) => {
      const { module } = ORT_BUILDS[path.endsWith("/wasm") ? "wasm" : "webgpu"];
      return { path: `./ort/${module}`, external: true };
    });
  },
};

/** Builds the studio that needs no service, as a folder for any host of static files. */
export async function buildSite(folder = join(ROOT, "out", "site")): Promise<{ bytes: number }> {
  const studio = await buildStudio(folder, { plugins: [CONNECT] });
  await cp(join(import.meta.dirname, "doctor.html"), join(folder, "doctor.html"));
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`;
  for (const name of PAGES) {
    const page = await readFile(join(folder, name), "utf8");
    await writeFile(join(folder, name), page.replace(CHARSET, `${CHARSET}\n    ${policy}`));
  }
  await build({
    ...SHARED,
    entryPoints: {
      doctor: join(import.meta.dirname, "doctor.ts"),
      tab: join(ROOT, "runtime", "tab", "main.ts"),
      probe: join(ROOT, "runtime", "tab", "probe.ts"),
      compute: join(ROOT, "runtime", "tab", "compute.ts"),
      "kernel-thread": join(ROOT, "runtime", "host", "browser", "kernel-thread.ts"),
    },
    outdir: folder,
    format: "esm",
    platform: "browser",
    // Of what glTF-Transform and Draco do in Node, which nothing here calls.
    external: ["node:fs", "node:path", "fs", "path"],
    plugins: [ORT],
  });
  const copy = async (from: string, path: string) => {
    const to = join(folder, placeOf(path));
    await mkdir(dirname(to), { recursive: true });
    if (path.endsWith(".gz") && !from.endsWith(".gz"))
      await writeFile(to, await packed(await readFile(from), { level: 9 }));
    else await cp(from, to);
  };
  const data: string[] = Object.keys(PARTS_OF_PACKAGES);
  for (const [to, from] of Object.entries(PARTS_OF_PACKAGES)) await copy(from, to);
  for (const { module } of Object.values(ORT_BUILDS)) await copy(join(ORT_FOLDER, module), `ort/${module}`);
  for (const [room, wanted] of ASSETS) {
    const names = (await filesBelow(join(ROOT, room))).filter((name) => wanted.test(name));
    for (const name of names) await copy(join(ROOT, room, name), `${room}/${name}`);
    data.push(...names.map((name) => `${room}/${name}`));
  }
  const files = await Promise.all(data.sort().map((path) => describe(folder, path)));
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  await writeFile(join(folder, "site.json"), JSON.stringify({ version, files }));
  await buildServiceWorker(folder, [
    ...[
      ...PAGES,
      "studio.css",
      "doctor.js",
      "probe.js",
      "site.json",
      "tab.js",
      "compute.js",
      "kernel-thread.js",
      "meshopt_decoder.js",
      ...Object.values(ORT_BUILDS).map(({ module }) => `ort/${module}`),
    ],
    ...scriptsAtOnce(studio, folder),
  ]);
  const all = await Promise.all((await filesBelow(folder)).map((path) => describe(folder, path)));
  return { bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function buildServiceWorker(folder: string, shell: string[]): Promise<void> {
  const hash = createHash("sha256");
  for (const path of shell) hash.update((await describe(folder, path)).sha256);
  await build({
    ...SHARED,
    entryPoints: { "service-worker": join(import.meta.dirname, "service-worker.ts") },
    outdir: folder,
    format: "iife",
    define: { SHELL: JSON.stringify(shell), REVISION: JSON.stringify(hash.digest("hex").slice(0, 16)) },
  });
}

/** What is fetched when it is asked for. */
const LATER = /@babylonjs\/(inspector\/|core\/ShadersWGSL\/)|\/engine\/open-webgpu\.ts$/;

/** The page's scripts, without the Inspector's and WebGPU's. */
function scriptsAtOnce({ outputs }: Metafile, folder: string): string[] {
  const nameOf = (output: string) => relative(folder, resolve(output)).split(sep).join("/");
  const byName = new Map(Object.entries(outputs).map(([output, file]) => [nameOf(output), file]));
  const found = new Set<string>();
  const visit = (name: string) => {
    const file = byName.get(name);
    if (!file || found.has(name) || (file.entryPoint && LATER.test(file.entryPoint))) return;
    found.add(name);
    for (const { path, external } of file.imports) if (!external) visit(nameOf(path));
  };
  visit("studio.js");
  return [...found];
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(ROOT, "out", "site"));
  const { bytes } = await buildSite(folder);
  process.stdout.write(
    `${folder}: ${(bytes / 1e6).toFixed(1)} MB; put it on any host of static files that has HTTPS\n`,
  );
}
