/** The worker of the studio that builds a head in the page, while the service takes its request in. The panel's build puts it beside the page. */

import type { DressAnswer, DressRequest } from "../../extension/api/dress.ts";
import { shapeLayeredHead } from "../head/layers/build-layered-head.ts";
import { planSurfaces } from "../head/layers/paint-anatomy.ts";
import { readHeadKit, readPartDescriptions } from "../host/browser/head-kit.ts";
import { encodePng } from "../host/browser/png.ts";
import { isLayered, presetLoader } from "../host/presets.ts";
import { createPromptReader } from "../host/prompt-reader.ts";
import { encodePreview } from "../service/compute/preview.ts";
import { PREVIEW_TEXTURE, previewDressed } from "../stages/layers/preview-dressed.ts";
import { openSite } from "./open-site.ts";

/** Read while nothing is asked yet. */
const opened = (async () => {
  const { files } = await openSite();
  const reader = createPromptReader({
    vocabulary: () => files.read("assets/vocabulary/vocabulary.json"),
    concepts: noMeanings,
    dictionary: noMeanings,
    parts: () => readPartDescriptions(files),
    encoder: noMeanings,
  });
  const loadPreset = presetLoader((file) => files.read(`runtime/stages/presets/${file}`));
  return { kit: await readHeadKit(files), reader, loadPreset };
})();
opened.catch(console.warn);

self.onmessage = async ({ data }: MessageEvent<DressRequest>) => {
  const glb = await dress(data).catch((error) => void console.warn("no head before the service's:", error));
  self.postMessage(glb satisfies DressAnswer, { transfer: glb ? [glb.buffer] : [] });
};

/** By the tables alone: what only the text encoder understands, the service's head shows. @returns undefined for heads on the grid. */
async function dress({ prompt, set, seed, preset }: DressRequest): Promise<DressAnswer> {
  if (!isLayered(preset)) return undefined;
  const { kit, reader, loadPreset } = await opened;
  const { look } = await reader.readPrompt(prompt, { seed, fields: set, meanings: false });
  const { variation } = await loadPreset(preset, "layers");
  const shaped = await shapeLayeredHead(kit, look, { seed, variation });
  const { preview } = await previewDressed(kit, shaped, planSurfaces(kit, shaped, PREVIEW_TEXTURE));
  return (await encodePreview(preview, encodePng)).slice();
}

function noMeanings(): never {
  throw new Error("prompts are read by the tables here");
}
