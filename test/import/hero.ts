import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { openTools } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { openImportHost } from "../../runtime/host/node/import-host.ts";
import { loadPreset } from "../../runtime/host/node/presets.ts";
import { type ImportRequest, importHead } from "../../runtime/import/import-head.ts";
import type { ImportSettings } from "../../runtime/stages/stage-settings.ts";
import { smallRecipe } from "../stages/helpers/small-recipe.ts";
import { makeCharacter, toScene } from "./character.ts";

/** A character, imported with few steps into the folder "hero" of a temporary one. */
export async function importHero() {
  const tools = await openTools(1);
  const host = await openImportHost(false, 1);
  const shape = shapeTemplate(tools.template);
  const folder = await mkdtemp(join(tmpdir(), "headartist-import-"));
  const recipe = await smallRecipe();
  const preset = await loadPreset("draft", "grid");
  const fit: ImportSettings = {
    ...preset.import,
    distance: { ...preset.import.distance, steps: 120, batch: 4096 },
    surface: { ...preset.import.surface, steps: 12 },
    color: { ...preset.import.color, steps: 90, batch: 2048, points: 20000 },
  };
  const source = await makeCharacter(tools.template, shape);
  // Seven landmarks, as somebody would click them in the scene.
  const points = [1, 33, 263, 61, 291, 152, 10].map((id) => [
    id,
    toScene(shape.landmarks.subarray(3 * id, 3 * id + 3)),
  ]);
  const align = { file: JSON.stringify({ landmarks: Object.fromEntries(points) }) };
  const request = (bytes: Uint8Array): ImportRequest => ({ source: bytes, align, recipe, fit });
  const imported = await importHead(request(source), tools, host, folderStore(join(folder, "hero")));
  return {
    tools,
    host,
    shape,
    folder,
    recipe,
    source,
    request,
    imported,
    close: () => rm(folder, { recursive: true }),
  };
}

/** The JSON chunk of a GLB. */
// biome-ignore lint/suspicious/noExplicitAny: glTF JSON
export function json(bytes: Uint8Array): any {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true))));
}
