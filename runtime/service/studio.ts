import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { packagePath } from "../host/node/paths.ts";
import { placeOf, type SiteFile } from "../host/site-file.ts";
import type { App } from "./routes/context.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".env": "application/octet-stream",
  ".glb": "model/gltf-binary",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * Serves the built studio page. Each file gets a route of its own, so that no request's path is ever turned into a file's. The page's are read
 * once; what heads are built from in it lies in the package, and is read when it is asked for.
 */
export async function studioRoutes(app: App, folder: string): Promise<void> {
  const serve = (address: string, name: string, read: () => Promise<Buffer> | Buffer) =>
    app.get(address, { config: { open: true }, schema: { hide: true } }, async (_, reply) =>
      reply
        .type(TYPES[extname(name)] ?? "application/octet-stream")
        .header("cache-control", "no-cache")
        .send(await read()),
    );
  for (const path of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const file = join(path.parentPath, path.name);
    const bytes = await readFile(file);
    const url = `/${relative(folder, file).split(sep).map(encodeURIComponent).join("/")}`;
    for (const address of url === "/index.html" ? ["/", url] : [url]) serve(address, file, () => bytes);
    if (url !== "/site.json") continue;
    const { files }: { files: SiteFile[] } = JSON.parse(bytes.toString("utf8"));
    for (const { path } of files) serve(`/${placeOf(path)}`, path, () => readFile(packagePath(path)));
  }
}
