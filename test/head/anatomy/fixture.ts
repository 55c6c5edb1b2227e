import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Anatomy } from "../../../runtime/head/anatomy/anatomy.ts";
import { loadAnatomy } from "../../../runtime/head/anatomy/load.ts";
import { randomStream, streamKey } from "../../../runtime/kernels/random.ts";

const ASSETS = resolve(import.meta.dirname, "../../../assets/template");

/** The anatomy as it ships. */
export function loadShipped(): Promise<Anatomy> {
  return loadAnatomy((name) => readFile(join(ASSETS, name)));
}

/** Mixes of shapes: all of them a little, a few of them wholly. */
export function randomMorphs(anatomy: Anatomy, seed: number): Record<string, number> {
  const names = [...anatomy.shapes.keys()];
  const draws = randomStream(seed, streamKey("anatomy mixes")).normals(new Float32Array(2 * names.length));
  return Object.fromEntries(
    names.map((name, i) => {
      const strong = draws[names.length + i] > 1.3;
      const weight = strong ? Math.abs(draws[i]) : 0.25 * draws[i];
      return [name, Math.max(-0.6, Math.min(1, weight))];
    }),
  );
}
