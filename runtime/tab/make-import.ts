import type { Fit } from "../../extension/api/import-head.ts";
import { HeadError } from "../head/document.ts";
import { HEAD_FILES, type HeadStore } from "../head/store.ts";
import { openImportHost } from "../host/browser/import-host.ts";
import type { SiteFiles } from "../host/browser/site-files.ts";
import { makeGridRecipe, type RecipeSources } from "../host/recipe.ts";
import { type ImportHooks, importHead } from "../import/import-head.ts";
import { ImportError } from "../import/types.ts";
import type { SettledRequest } from "../service/jobs/head-row.ts";
import type { Tools } from "../stages/engine.ts";

/** A request whose head is a character's; its file lies in the head's folder already. */
export type ImportRequest = SettledRequest & { import: { fit: Fit } };

export function isImport(request: SettledRequest): request is ImportRequest {
  return "import" in request;
}

/** Makes a head of a character, as the command line does. @throws ImportError saying what was found and what to do here. */
export async function makeImport(
  { import: { fit }, ...request }: ImportRequest,
  { files, sources, tools }: { files: SiteFiles; sources: RecipeSources; tools: Tools },
  store: HeadStore,
  hooks: ImportHooks,
): Promise<void> {
  const wrap = fit === "wrap";
  const recipe = await makeGridRecipe(sources, { ...request, wrap, textureFormat: wrap ? "auto" : "png" });
  const { import: settings } = await sources.loadPreset("draft", "grid");
  const source = await store.read(HEAD_FILES.source);
  if (!source) throw new HeadError("the character's file is gone from this browser; import it again");
  const asked = { source, align: fit === "box" ? "bounds" : "face", recipe, fit: settings } as const;
  await importHead(asked, tools, await openImportHost(files), store, hooks).catch(adviseHere);
}

/** The remedy that is told behind what was found is the command line's. */
function adviseHere(error: unknown): never {
  if (!(error instanceof ImportError && error.code === "no-face")) throw error;
  const [found] = error.message.split(";");
  throw new ImportError(error.code, `${found}; import it again, fitted by its box`);
}
