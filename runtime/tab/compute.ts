/** The worker that makes heads in a tab, one at a time. `npm run site` builds it. */

import { drawSheet } from "../bake/preview/draw-sheet.ts";
import { readDocument } from "../head/document.ts";
import type { HeadKit } from "../head/layers/kit.ts";
import type { Layer } from "../head/layers/types.ts";
import { readHeadKit } from "../host/browser/head-kit.ts";
import { openImageEncoder } from "../host/browser/images.ts";
import { openFolder, opfsStore } from "../host/browser/opfs.ts";
import { siteRecipes } from "../host/browser/recipes.ts";
import { makeEditRecipe } from "../host/edit-recipe.ts";
import { makeRecipe } from "../host/recipe.ts";
import { storedRecipe } from "../host/stored-recipe.ts";
import { encodePreview, type PreviewMesh } from "../service/compute/preview.ts";
import { errorBody, jobError, ServiceError } from "../service/errors.ts";
import type { SettledRequest } from "../service/jobs/head-row.ts";
import { makeLayeredHead } from "../stages/layers/make-layered-head.ts";
import type { Recipe } from "../stages/recipe.ts";
import type { FromCompute, ToCompute } from "./compute-messages.ts";
import { HEADS_FOLDER } from "./library.ts";
import { openSite } from "./open-site.ts";

type Making = Extract<ToCompute, { type: "start" }>;

const tell = (message: FromCompute) => self.postMessage(message);

/** Opened once; every head after the first is made with what is there. */
const opened = (async () => {
  const { files, version } = await openSite((loaded, total) => tell({ type: "loading", loaded, total }));
  let kit: Promise<HeadKit> | undefined;
  const headKit = () => {
    kit ??= readHeadKit(files).catch((error) => {
      kit = undefined;
      throw error;
    });
    return kit;
  };
  const encodeImage = openImageEncoder(files);
  const sheet = (layers: Layer[]) => drawSheet(layers, encodeImage);
  const tools = { headKit, encodeImage, drawSheet: sheet, maker: { engine: version } };
  return { tools, sources: siteRecipes(files), heads: await openFolder(HEADS_FOLDER) };
})();
let stop = new AbortController();
// Read while nothing is asked yet; what fails here fails again, and is told, where a head needs it.
void opened.then(({ tools }) => tools.headKit()).catch(() => {});

self.onmessage = ({ data }: MessageEvent<ToCompute>) => {
  if (data.type === "stop") return stop.abort();
  stop = new AbortController();
  void make(data, stop.signal).then(tell);
};

async function make({ id, request }: Making, signal: AbortSignal): Promise<FromCompute> {
  try {
    const { tools, heads } = await opened;
    const recipe = await settle(request);
    if (recipe.carrier !== "layers" || recipe.stages)
      throw new ServiceError("RECIPE_REJECTED", `Preset "${recipe.preset}" needs the service; choose "built".`);
    let shown = Promise.resolve();
    const onPreview = (mesh: PreviewMesh) => {
      shown = shown.then(async () => {
        const glb = (await encodePreview(mesh, tools.encodeImage)).slice();
        self.postMessage({ type: "preview", glb } satisfies FromCompute, { transfer: [glb.buffer] });
      });
    };
    const onProgress = (progress: Extract<FromCompute, { type: "progress" }>["progress"]) =>
      tell({ type: "progress", progress });
    await makeLayeredHead(
      recipe,
      tools,
      opfsStore(heads, id),
      { onProgress, onPreview, signal },
      request.edit && { name: request.edit.parent },
    );
    await shown;
    return { type: "done" };
  } catch (error) {
    if (signal.aborted && (error as Error)?.name === "AbortError") return { type: "stopped" };
    console.error(error);
    return { type: "failed", error: errorBody(jobError(error)) };
  }
}

/** A request with every number decided: a head of its own, or an edit of another one. */
async function settle(request: SettledRequest): Promise<Recipe> {
  const { sources, heads } = await opened;
  const { edit } = request;
  if (!edit) return makeRecipe(sources, request);
  const document = await readDocument(opfsStore(heads, edit.parent));
  if (!document) throw new ServiceError("HEAD_UNKNOWN", `Head ${edit.parent}, which was to be edited, is gone.`);
  const before = await storedRecipe(sources, document.recipe);
  return makeEditRecipe(sources, before, { ...request, ...edit, region: edit.regions });
}
