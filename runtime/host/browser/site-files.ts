import { placeOf, type SiteFile } from "../site-file.ts";

/** The files of a site: each is downloaded once, checked, and kept in the browser's cache. */
export interface SiteFiles {
  readonly list: ReadonlyMap<string, SiteFile>;
  /** @throws Error where the site has no such file, it cannot be downloaded, or its bytes are not those of the build. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Downloads what is not here yet, one file after the other, so that it can be read without a network. @param paths all where absent. */
  keep(paths?: Iterable<string>): Promise<void>;
}

export interface SiteFilesOptions {
  /** Address of the site's folder, with a slash at its end. */
  base: URL;
  list: readonly SiteFile[];
  /** Told of bytes as they come over the network, of all files that were asked for since none was on its way. */
  onProgress?: (loaded: number, total: number) => void;
}

/** The Cache that files are kept in; files of the page itself are the service worker's. */
const CACHE = "headartist-files";

/** Opens the site's files, and forgets those that an earlier build of it has left in the cache. */
export async function openSiteFiles({ base, list, onProgress }: SiteFilesOptions): Promise<SiteFiles> {
  const known = new Map(list.map((file) => [file.path, file]));
  const cache = await caches.open(CACHE);
  // A changed file has another address: neither this cache nor the browser's own can answer with the old one.
  const address = ({ path, sha256 }: SiteFile) => new URL(`${placeOf(path)}?${sha256.slice(0, 16)}`, base).href;
  const wanted = new Set(list.map(address));
  const own = (await cache.keys()).filter(({ url }) => url.startsWith(base.href));
  await Promise.all(own.filter(({ url }) => !wanted.has(url)).map((request) => cache.delete(request)));

  const pending = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let [loaded, total] = [0, 0];
  const tell = (more: number) => {
    loaded += more;
    onProgress?.(loaded, total);
  };
  const download = async (file: SiteFile): Promise<Uint8Array<ArrayBuffer>> => {
    total += file.bytes;
    try {
      const response = await fetch(address(file));
      if (!response.ok || !response.body) throw new Error(`${file.path} cannot be downloaded: HTTP ${response.status}`);
      const bytes = new Uint8Array(file.bytes);
      let at = 0;
      for (const reader = response.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        if (at + value.length <= bytes.length) bytes.set(value, at);
        at += value.length;
        tell(value.length);
      }
      if (at !== bytes.length || (await sha256(bytes)) !== file.sha256)
        throw new Error(
          `${file.path} is damaged: its bytes are not those of the build; put the site's folder up again`,
        );
      await cache.put(address(file), new Response(bytes));
      return bytes;
    } finally {
      pending.delete(file.path);
      if (pending.size === 0) {
        [loaded, total] = [0, 0];
        tell(0);
      }
    }
  };
  const fetchOnce = (file: SiteFile) => {
    const running = pending.get(file.path) ?? download(file);
    pending.set(file.path, running);
    return running;
  };
  const find = (path: string) => {
    const file = known.get(path);
    if (!file) throw new Error(`the site has no file ${path}; build it again with "npm run site"`);
    return file;
  };
  return {
    list: known,
    async read(path) {
      const file = find(path);
      const kept = await cache.match(address(file));
      return kept ? new Uint8Array(await kept.arrayBuffer()) : fetchOnce(file);
    },
    async keep(paths = known.keys()) {
      for (const file of [...paths].map(find)) if (!(await cache.match(address(file)))) await fetchOnce(file);
    },
  };
}

/** @returns hexadecimal. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
