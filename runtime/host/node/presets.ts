import { readFile } from "node:fs/promises";
import type { Preset } from "../../stages/recipe.ts";
import { packagePath } from "./paths.ts";

export const PRESETS = ["draft", "standard", "high", "paper", "paper-fast"] as const;
export type PresetName = (typeof PRESETS)[number];

/** Reads a preset's recipe file. */
export async function loadPreset(name: PresetName): Promise<Preset> {
  return JSON.parse(await readFile(packagePath("runtime", "stages", "presets", `${name}.json`), "utf8"));
}
