import { readFile } from "node:fs/promises";
import type { GridPreset, LayeredPreset, Recipe } from "../../stages/recipe.ts";
import { overridden } from "../overridden.ts";
import { packagePath } from "./paths.ts";

/** Presets of heads of layers. */
export const LAYERED_PRESETS = ["built"] as const;
/** Presets of heads on the grid. */
export const GRID_PRESETS = ["draft", "standard", "high", "paper", "paper-fast"] as const;
export const PRESETS = [...LAYERED_PRESETS, ...GRID_PRESETS] as const;
export type LayeredPresetName = (typeof LAYERED_PRESETS)[number];
export type GridPresetName = (typeof GRID_PRESETS)[number];
export type PresetName = (typeof PRESETS)[number];

/** What is made where nothing is said. */
export const DEFAULT_PRESET = "standard" satisfies PresetName;

export function isLayered(preset: string): preset is LayeredPresetName {
  return (LAYERED_PRESETS as readonly string[]).includes(preset);
}

/** What carries a preset's heads. */
export function carrierOf(preset: string): Recipe["carrier"] {
  return isLayered(preset) ? "layers" : "grid";
}

/** Reads a preset's recipe file; one with a `base` says only where it differs from that preset. */
export async function loadPreset(name: GridPresetName): Promise<GridPreset>;
export async function loadPreset(name: LayeredPresetName): Promise<LayeredPreset>;
export async function loadPreset(name: PresetName): Promise<GridPreset | LayeredPreset> {
  const file = packagePath("runtime", "stages", "presets", `${name}.json`);
  const { base, ...rest } = JSON.parse(await readFile(file, "utf8"));
  return base ? overridden(await loadPreset(base), rest) : rest;
}
