import { readIfPresent, writeDurably } from "../../host/node/files.ts";
import type { SettledRequest } from "../jobs/head-row.ts";

/** One row's outcome. */
export interface ManifestEntry {
  line: number;
  name?: string;
  status: "done" | "failed" | "bad" | "waiting";
  request?: SettledRequest;
  /** Paths from the manifest's folder. */
  glb?: string;
  preview?: string;
  /** SHA-256 of the GLB. */
  sha256?: string;
  seconds?: number;
  error?: string;
}

/** `manifest.json` of a batch: a row an entry, in the file's order. */
export interface Manifest {
  format: "headartist-batch";
  version: 1;
  heads: ManifestEntry[];
}

export async function readManifest(path: string): Promise<ManifestEntry[]> {
  const bytes = await readIfPresent(path);
  if (!bytes) return [];
  try {
    const { heads } = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    return Array.isArray(heads) ? heads : [];
  } catch {
    return [];
  }
}

export async function writeManifest(path: string, entries: Iterable<ManifestEntry>): Promise<void> {
  const heads = [...entries].sort((a, b) => a.line - b.line);
  const manifest: Manifest = { format: "headartist-batch", version: 1, heads };
  await writeDurably(path, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
}
