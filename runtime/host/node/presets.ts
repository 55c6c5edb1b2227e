import { readFile } from "node:fs/promises";
import { presetLoader } from "../presets.ts";
import { packagePath } from "./paths.ts";

/** Reads a preset of the package. */
export const loadPreset = presetLoader((file) => readFile(packagePath("runtime", "stages", "presets", file)));
