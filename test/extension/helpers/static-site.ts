import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import { buildSite } from "../../../extension/site/build.ts";
import { STARTER } from "../../../runtime/host/browser/pack-files.ts";
import { overridden } from "../../../runtime/host/overridden.ts";
import { atEnd } from "../../service/helpers/at-end.ts";
import { temporaryFolder } from "../../service/helpers/folders.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A host of static files, below a folder, as simple as they come: no headers but the type. */
export interface StaticSite {
  /** With a slash at its end. */
  url: string;
  /** Of the folder. */
  bytes: number;
  /** Bytes sent so far. */
  sent(): number;
  /** Takes the host off the network. */
  close(): void;
}

/**
 * Builds the studio without a service and serves it.
 * @param shorter what presets say otherwise, by their names: a head in a few steps, where a test is of their being taken.
 * @param service address of one that the host passes requests of its API to. @param pack a folder whose networks stand in for the starter pack's.
 */
export async function staticSite(
  shorter: Record<string, object> = {},
  service?: string,
  pack?: string,
): Promise<StaticSite> {
  const folder = await temporaryFolder();
  const { bytes } = await buildSite(folder);
  for (const [preset, change] of Object.entries(shorter)) await changePreset(folder, preset, change);
  if (pack) await changePack(folder, pack);
  let sent = 0;
  const server = createServer(async (asked, response) => {
    const { url } = asked;
    if (service && url!.startsWith("/api/")) return passOn(asked, response, service);
    const path = new URL(url!, "http://host").pathname.replace(/^\/heads\//, "");
    const name = path === "" ? "index.html" : path;
    const body = await readFile(join(folder, name)).catch(() => undefined);
    sent += body?.length ?? 0;
    response.writeHead(body ? 200 : 404, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  atEnd(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads/`, bytes, sent: () => sent, close };
}

/** Passes a request on as a host does that has a service behind it. */
function passOn(asked: IncomingMessage, response: ServerResponse, service: string): void {
  const { host } = new URL(service);
  const { method, url } = asked;
  const headers = { ...asked.headers, host, ...(asked.headers.origin && { origin: service }) };
  const passed = request(new URL(url!, service), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  });
  passed.on("error", () => response.destroy());
  response.on("close", () => passed.destroy());
  asked.pipe(passed);
}

/** Puts other numbers into a preset, and into the site's list of files what it is then. */
async function changePreset(folder: string, preset: string, change: object): Promise<void> {
  const path = `runtime/stages/presets/${preset}.json`;
  const bytes = Buffer.from(JSON.stringify(overridden(JSON.parse(await readFile(join(folder, path), "utf8")), change)));
  await changeList(folder, path, { [path]: bytes });
}

async function changePack(folder: string, pack: string): Promise<void> {
  const names = (await readdir(pack, { recursive: true })).filter((name) => /\.(json|safetensors)$/.test(name));
  const read = names.map(async (name) => [`${STARTER}/${name}`, await readFile(join(pack, name))] as const);
  await changeList(folder, `${STARTER}/`, Object.fromEntries(await Promise.all(read)));
}

/** Puts files where others were whose paths begin so. */
async function changeList(folder: string, begin: string, put: Record<string, Buffer>): Promise<void> {
  const index = JSON.parse(await readFile(join(folder, "site.json"), "utf8"));
  index.files = index.files.filter(({ path }: { path: string }) => !path.startsWith(begin));
  for (const [path, bytes] of Object.entries(put)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
    index.files.push({ path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
  }
  await writeFile(join(folder, "site.json"), JSON.stringify(index));
}
