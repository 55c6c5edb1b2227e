/** The worker that makes heads in a tab, one at a time. `npm run site` builds it. */

import { drawSheet } from "../bake/preview/draw-sheet.ts";
import { readDocument } from "../head/document.ts";
import type { Layer } from "../head/layers/types.ts";
import type { HeadStore } from "../head/store.ts";
import { loadTemplate } from "../head/template.ts";
import { openKernels, openPack } from "../host/browser/engine.ts";
import { openPageGpu } from "../host/browser/gpu-device.ts";
import { readHeadKit } from "../host/browser/head-kit.ts";
import { openImageEncoder } from "../host/browser/images.ts";
import { openFolder, opfsStore } from "../host/browser/opfs.ts";
import type { Provider } from "../host/browser/providers.ts";
import { siteRecipes } from "../host/browser/recipes.ts";
import { makeEditRecipe } from "../host/edit-recipe.ts";
import { makeRecipe } from "../host/recipe.ts";
import { storedRecipe } from "../host/stored-recipe.ts";
import { encodePreview, type PreviewMesh } from "../service/compute/preview.ts";
import { errorBody, jobError, ServiceError } from "../service/errors.ts";
import type { Edit } from "../service/schemas/requests.ts";
import { editHead } from "../stages/edit/edit.ts";
import type { Tools } from "../stages/engine.ts";
import { needsPack } from "../stages/job/check-pack.ts";
import type { GenerateHooks } from "../stages/job/job.ts";
import { makeLayeredHead } from "../stages/layers/make-layered-head.ts";
import { paintHere } from "../stages/layers/painting/painter.ts";
import type { Recipe } from "../stages/recipe.ts";
import { chooseProvider } from "./choose-provider.ts";
import type { FromCompute, ToCompute } from "./compute-messages.ts";
import { HEADS_FOLDER } from "./library.ts";
import { isImport, makeImport } from "./make-import.ts";
import { openSite } from "./open-site.ts";

type Making = Extract<ToCompute, { type: "start" }>;
type Asked = Omit<Making, "type" | "id">;

/** Milliseconds between live previews, at least. */
const PREVIEW_INTERVAL = 2000;

const tell = (message: FromCompute) => self.postMessage(message);

/** Opened once; every head after the first is made with what is there. */
const opened = (async () => {
  const { files, version } = await openSite((loaded, total) => tell({ type: "loading", loaded, total }));
  const headKit = kept(() => readHeadKit(files));
  const kernels = kept(() => openKernels(files));
  const gpu = kept(() => openPageGpu(files));
  const packs = {
    wasm: kept(() => openPack(files)),
    webgpu: kept(async () => openPack(files, (await gpu()).device)),
  };
  const chosen = kept(() => chooseProvider(version));
  const template = kept(() => loadTemplate((name) => files.read(`assets/template/${name}`)));
  const encodeImage = openImageEncoder(files);
  const sheet = (layers: Layer[]) => drawSheet(layers, encodeImage);
  const tools = { headKit, encodeImage, painter: paintHere(headKit), drawSheet: sheet, maker: { engine: version } };
  const sources = siteRecipes(files);
  return { files, tools, kernels, gpu, packs, chosen, template, sources, heads: await openFolder(HEADS_FOLDER) };
})();
let stop = new AbortController();
// Read while nothing is asked yet; what fails here fails again, and is told, where a head needs it.
void opened.then(({ tools }) => tools.headKit()).catch(() => {});

self.onmessage = ({ data }: MessageEvent<ToCompute>) => {
  if (data.type === "stop") return stop.abort();
  stop = new AbortController();
  void make(data, stop.signal).then(tell);
};

/** What is opened once; a failure is forgotten, so that the next one who asks tries again. */
function kept<T>(open: () => Promise<T>): () => Promise<T> {
  let held: Promise<T> | undefined;
  return () => {
    held ??= open().catch((error) => {
      held = undefined;
      throw error;
    });
    return held;
  };
}

async function make({ id, request, provider }: Making, signal: AbortSignal): Promise<FromCompute> {
  try {
    const { tools, heads } = await opened;
    let shown: Promise<void> | undefined;
    const onPreview = (mesh: PreviewMesh) => {
      shown ??= encodePreview(mesh, tools.encodeImage)
        .then((bytes) => {
          const glb = bytes.slice();
          self.postMessage({ type: "preview", glb } satisfies FromCompute, { transfer: [glb.buffer] });
        })
        .finally(() => {
          shown = undefined;
        });
    };
    const onProgress = (progress: Extract<FromCompute, { type: "progress" }>["progress"]) =>
      tell({ type: "progress", progress });
    const hooks = { onProgress, onPreview, signal, previewInterval: PREVIEW_INTERVAL };
    await makeOf({ request, provider }, opfsStore(heads, id), hooks);
    await shown;
    return { type: "done" };
  } catch (error) {
    if (signal.aborted && (error as Error)?.name === "AbortError") return { type: "stopped" };
    console.error(error);
    return { type: "failed", error: errorBody(jobError(error)) };
  }
}

/** Makes a head of its own, a character's, or an edit of another one. */
async function makeOf(asked: Asked, store: HeadStore, hooks: GenerateHooks): Promise<void> {
  const { request, provider } = asked;
  const { files, sources } = await opened;
  if (isImport(request)) return makeImport(request, { files, sources, tools: await gridTools() }, store, hooks);
  if (request.edit) return makeChild(asked, request.edit, store, hooks);
  const recipe = await makeRecipe(sources, request);
  if (recipe.carrier !== "layers")
    throw new ServiceError("RECIPE_REJECTED", `Preset "${recipe.preset}" needs the service; choose "draft".`);
  await makeLayeredHead(recipe, await engineFor(recipe, store, provider), store, hooks);
}

async function makeChild(
  { request, provider }: Asked,
  edit: Edit,
  store: HeadStore,
  hooks: GenerateHooks,
): Promise<void> {
  const { sources, heads } = await opened;
  const parent = opfsStore(heads, edit.parent);
  const document = await readDocument(parent);
  if (!document) throw new ServiceError("HEAD_UNKNOWN", `Head ${edit.parent}, which was to be edited, is gone.`);
  const before = await storedRecipe(sources, document.recipe);
  const recipe = await makeEditRecipe(sources, before, { ...request, ...edit, region: edit.regions });
  const from = { store: parent, name: edit.parent, look: before.look };
  const engine = await engineFor(recipe, store, provider);
  if (recipe.carrier === "layers") await makeLayeredHead(recipe, engine, store, hooks, from);
  else await editHead(recipe, { ...(await gridTools()), ...engine }, from, store, hooks);
}

/** What bakes heads of layers, and what distils heads where the recipe has stages. What was begun on a GPU goes on there. */
async function engineFor(recipe: Recipe, store: HeadStore, asked?: Provider) {
  const { tools, kernels, gpu, packs, chosen } = await opened;
  if (!needsPack(recipe)) return tools;
  const begun = (await readDocument(store))?.maker;
  const provider = begun?.kernels ? "webgpu" : (asked ?? (await chosen()));
  const [loaded, { pack, hash }] = await Promise.all([kernels(), packs[provider]()]);
  const maker = { ...tools.maker, pack: hash };
  if (provider === "wasm") return { ...tools, kernels: loaded, pack, maker };
  const page = await gpu();
  return { ...tools, kernels: { ...loaded, gpu: page }, pack, maker: { ...maker, kernels: page.adapter.name } };
}

/** What bakes heads of the grid. */
async function gridTools(): Promise<Tools> {
  const { tools, kernels, template } = await opened;
  return { ...tools, kernels: await kernels(), template: await template() };
}
