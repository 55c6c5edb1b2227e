import type { GridPreset, LayeredPreset, Recipe } from "../stages/recipe.ts";
import { overridden } from "./overridden.ts";

/** Presets of heads of layers. */
export const LAYERED_PRESETS = ["built", "draft", "standard", "high"] as const;
/** Presets of heads on the grid; those that heads of layers have too make imports, and go on with the grid's own heads. */
export const GRID_PRESETS = ["draft", "standard", "high", "grown", "paper", "paper-fast"] as const;
export const PRESETS = ["built", "draft", "standard", "high", "grown", "paper", "paper-fast"] as const;
export type LayeredPresetName = (typeof LAYERED_PRESETS)[number];
export type GridPresetName = (typeof GRID_PRESETS)[number];
export type PresetName = (typeof PRESETS)[number];

/** What is made where nothing is said. */
export const DEFAULT_PRESET = "standard" satisfies PresetName;

export function isLayered(preset: string): preset is LayeredPresetName {
  return (LAYERED_PRESETS as readonly string[]).includes(preset);
}

/** What carries the heads that are made at a preset. */
export function carrierOf(preset: string): Recipe["carrier"] {
  return isLayered(preset) ? "layers" : "grid";
}

/** Reads a preset's recipe file; one with a `base` says only where it differs from that preset of the same carrier. */
export interface LoadPreset {
  (name: GridPresetName, carrier: "grid"): Promise<GridPreset>;
  (name: LayeredPresetName, carrier: "layers"): Promise<LayeredPreset>;
}

/** @param read a file below `runtime/stages/presets/` by its path there. */
export function presetLoader(read: (file: string) => Promise<Uint8Array>): LoadPreset {
  const load = async (name: PresetName, carrier: Recipe["carrier"]): Promise<unknown> => {
    const { base, ...rest } = JSON.parse(new TextDecoder().decode(await read(`${carrier}/${name}.json`)));
    return base ? overridden(await load(base, carrier), rest) : rest;
  };
  return load as LoadPreset;
}
