/**
 * The folder of one head, seen by the engine: named files, each replaced whole. An implementation must make `write`
 * atomic and durable (temporary file, fsync, rename), so that a power cut leaves the old bytes or the new ones.
 */
export interface HeadStore {
  /** @returns the file's bytes, or undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** File names of a head document. */
export const HEAD_FILES = {
  document: "head.json",
  geometry: "geometry.safetensors",
  color: "color.safetensors",
  layout: "layout.safetensors",
  checkpoint: "checkpoint.safetensors",
  preview: "preview.png",
  glb: "head.glb",
  /** Coarser levels of a head of layers, finest first. */
  lod1: "head.lod1.glb",
  lod2: "head.lod2.glb",
  lod3: "head.lod3.glb",
  /** The file of a character that was imported, as it came. */
  source: "source.glb",
} as const;

export const LEVEL_FILES = [HEAD_FILES.lod1, HEAD_FILES.lod2, HEAD_FILES.lod3] as const;
