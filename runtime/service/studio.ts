import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
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
 * Serves the built studio page. The files are read once and each gets a route of its own, so that no request's path is
 * ever turned into a file's.
 */
export async function studioRoutes(app: App, folder: string): Promise<void> {
  for (const path of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const file = join(path.parentPath, path.name);
    const bytes = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const url = `/${relative(folder, file).split(sep).map(encodeURIComponent).join("/")}`;
    for (const address of url === "/index.html" ? ["/", url] : [url]) {
      app.get(address, { config: { open: true }, schema: { hide: true } }, async (_, reply) =>
        reply.type(type).header("cache-control", "no-cache").send(bytes),
      );
    }
  }
}
