import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { readSafetensors } from "../../runtime/pack/safetensors.ts";

export const GOLDEN = join(import.meta.dirname, "../golden/packs");
export const host = ortHost({ threads: 1 });

/** Float32 tensors of a family's expected.safetensors, or of another file beside it. */
export async function expected(family: string, file = "expected"): Promise<Record<string, Float32Array>> {
  const files = await packFolder(join(GOLDEN, family));
  const found: Record<string, Float32Array> = {};
  for (const [name, t] of await readSafetensors(files, `${file}.safetensors`)) {
    const bytes = await files.readRange(t.file, t.offset, t.length);
    found[name] = new Float32Array(bytes.slice().buffer);
  }
  return found;
}

/** Largest difference over the largest expected magnitude. */
export function relativeError(actual: Float32Array, wanted: Float32Array): number {
  if (actual.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 1e-30;
  wanted.forEach((w, i) => {
    const d = Math.abs(actual[i] - w);
    difference = Number.isNaN(d) ? Number.POSITIVE_INFINITY : Math.max(difference, d);
    magnitude = Math.max(magnitude, Math.abs(w));
  });
  return difference / magnitude;
}

/** A new folder with a pack whose UNet sees the view; all else is the starter's, without ControlNet. Remove it after use. */
export async function viewPack(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headartist-view-"));
  for (const part of ["vae", "text_encoder", "tokenizer", "scheduler", "model_index.json"]) {
    await cp(join(GOLDEN, "starter", part), join(folder, part), { recursive: true });
  }
  await cp(join(GOLDEN, "view/unet"), join(folder, "unet"), { recursive: true });
  return folder;
}
