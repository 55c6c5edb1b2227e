import { openSiteFiles, type SiteFiles } from "../host/browser/site-files.ts";
import type { SiteFile } from "../host/site-file.ts";

/** `site.json`, which the site's build writes. */
interface SiteIndex {
  /** Of the package. */
  version: string;
  /** What the engine reads. */
  files: SiteFile[];
}

/** Opens the site that this worker's script lies in. @param onProgress is told of downloads, in bytes. */
export async function openSite(
  onProgress?: (loaded: number, total: number) => void,
): Promise<{ base: URL; version: string; files: SiteFiles }> {
  const base = new URL("./", self.location.href);
  const { version, files: list }: SiteIndex = await (await fetch(new URL("site.json", base))).json();
  return { base, version, files: await openSiteFiles({ base, list, onProgress }) };
}
