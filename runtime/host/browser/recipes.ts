import { openTextEncoder } from "../../pack/text-encoder.ts";
import { presetLoader } from "../presets.ts";
import { createPromptReader, type PromptReader } from "../prompt-reader.ts";
import type { RecipeSources } from "../recipe.ts";
import { readPartDescriptions } from "./head-kit.ts";
import { ortHost } from "./ort-host.ts";
import { STARTER, sitePack } from "./pack-files.ts";
import type { SiteFiles } from "./site-files.ts";

/**
 * Reads prompts and completes recipes with a site's files; ONNX Runtime and the text encoder are downloaded for the first word that no
 * table lists.
 */
export function siteRecipes(files: SiteFiles): PromptReader & RecipeSources {
  const reader = createPromptReader({
    vocabulary: () => files.read("assets/vocabulary/vocabulary.json"),
    concepts: () => files.read("assets/vocabulary/concepts.bin.gz"),
    dictionary: () => files.read("assets/vocabulary/dictionary.json.gz"),
    parts: () => readPartDescriptions(files),
    encoder: () => openTextEncoder(ortHost(files), sitePack(files, STARTER)),
  });
  return { ...reader, loadPreset: presetLoader((file) => files.read(`runtime/stages/presets/${file}`)) };
}
