import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { build } from "esbuild";
import type { HeadFiles } from "../../../../runtime/bake/layered/write-head-files.ts";

/** Serves `page.ts` and heads. @returns the page's address, which WebGPU has to take for a secure one, and those of the heads. */
export async function serveCrowd(files: HeadFiles[]): Promise<{ origin: string; urls: string[] }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    bundle: true,
    // Without it esbuild leaves some of Babylon's modules uninitialised, which glTF's loader needs.
    splitting: true,
    outdir: "/",
    write: false,
    format: "esm",
    logLevel: "error",
  });
  const html =
    '<!doctype html><body style="margin:0"><canvas width="1280" height="720"></canvas><script type="module" src="/page.js"></script>';
  const all = new Map<string, [string, Uint8Array | string]>([
    ["/", ["text/html", html]],
    ...outputFiles.map(({ path, contents }): [string, [string, Uint8Array]] => [
      `/${basename(path)}`,
      ["text/javascript", contents],
    ]),
  ]);
  for (const [i, { glb, levels }] of files.entries()) {
    all.set(`/${i}/${levels[0].name.replace(".lod1", "")}`, ["model/gltf-binary", glb]);
    for (const level of levels) all.set(`/${i}/${level.name}`, ["model/gltf-binary", level.glb]);
  }
  const server = createServer((request, response) => {
    const found = all.get(request.url!);
    response.writeHead(found ? 200 : 404, { "content-type": found?.[0] ?? "text/plain" }).end(found?.[1]);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { origin, urls: files.map(({ levels }, i) => `${origin}/${i}/${levels[0].name.replace(".lod1", "")}`) };
}
