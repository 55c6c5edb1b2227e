import type { Page } from "playwright-core";
import type { DressAnswer, DressRequest } from "../../../extension/api/dress.ts";
import { encodePng } from "../../../runtime/host/browser/png.ts";
import { openTools } from "../../../runtime/host/node/engine.ts";
import { encodeImage } from "../../../runtime/host/node/images.ts";
import { readPrompt } from "../../../runtime/host/node/read-prompt.ts";
import { makeRecipe } from "../../../runtime/host/node/recipes.ts";
import { encodePreview, type PreviewMesh } from "../../../runtime/service/compute/preview.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";

const store = { read: async () => undefined, write: async () => {}, remove: async () => {} };

/** What the studio's worker makes of a request: a GLB. */
export async function dressedInPage(page: Page, request: DressRequest): Promise<Buffer> {
  const bytes = await page.evaluate(
    (asked) =>
      new Promise<number[] | undefined>((resolve) => {
        const worker = new Worker("dress.js", { type: "module" });
        worker.onmessage = ({ data }: MessageEvent<DressAnswer>) => {
          worker.terminate();
          resolve(data && [...data]);
        };
        worker.postMessage(asked);
      }),
    request,
  );
  return Buffer.from(bytes ?? []);
}

/** The first preview that the service shows of the same request; with its own mask's PNG, and with one as the page writes it. */
export async function dressedByService(request: DressRequest): Promise<{ own: Buffer; asInPage: Buffer }> {
  const { prompt, set, seed } = request;
  const { look } = await readPrompt(prompt, { seed, fields: set });
  const recipe = await makeRecipe({ ...request, look });
  const first = await new Promise<PreviewMesh>((resolve, reject) => {
    openTools()
      .then((tools) => generateHead(recipe, tools, store, { onPreview: resolve }))
      .catch(reject);
  });
  const own = await encodePreview(first, encodeImage);
  // A mask that was written is kept by its array.
  const cutout = first.cutout && { ...first.cutout, alpha: first.cutout.alpha.slice() };
  const asInPage = await encodePreview({ ...first, cutout }, encodePng);
  return { own: Buffer.from(own), asInPage: Buffer.from(asInPage) };
}
