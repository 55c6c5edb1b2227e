import { readFile } from "node:fs/promises";
import type { Preset } from "../../stages/recipe.ts";
import { overridden } from "../overridden.ts";
import { packagePath } from "./paths.ts";

export const PRESETS = ["draft", "standard", "high", "paper", "paper-fast"] as const;
export type PresetName = (typeof PRESETS)[number];

/** Reads a preset's recipe file; one with a `base` says only where it differs from that preset. */
export async function loadPreset(name: PresetName): Promise<Preset> {
  const file = packagePath("runtime", "stages", "presets", `${name}.json`);
  const { base, ...rest } = JSON.parse(await readFile(file, "utf8"));
  return base ? overridden(await loadPreset(base), rest) : rest;
}
