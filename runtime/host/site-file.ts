/** A file that the site's build has put beside the page. */
export interface SiteFile {
  /** Below the site's folder, with forward slashes: "assets/template/people.json". */
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/**
 * Where a file lies below the site's folder. What is in gzip gets another ending: some hosts would say that it is in a transfer encoding,
 * and browsers unpack it then.
 */
export const placeOf = (path: string) => path.replace(/\.gz$/, ".gz.bin");
