import type { GridPreset, LayeredPreset, Recipe } from "../stages/recipe.ts";
import { overridden } from "./overridden.ts";

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
export interface LoadPreset {
  (name: GridPresetName): Promise<GridPreset>;
  (name: LayeredPresetName): Promise<LayeredPreset>;
}

/** @param read a file of `runtime/stages/presets/` by its name. */
export function presetLoader(read: (file: string) => Promise<Uint8Array>): LoadPreset {
  const load = async (name: PresetName): Promise<unknown> => {
    const { base, ...rest } = JSON.parse(new TextDecoder().decode(await read(`${name}.json`)));
    return base ? overridden(await load(base), rest) : rest;
  };
  return load as LoadPreset;
}
