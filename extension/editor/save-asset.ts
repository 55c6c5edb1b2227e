import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileName } from "../panel/file-name.ts";
import type { Head } from "../service-types.ts";
import type { EditorHost } from "./host.ts";

/**
 * Writes a finished head into the project's assets, under "heads", and has the Editor show it.
 * @returns the file, or undefined where no project is open.
 */
export async function saveAsset({ state, layout }: EditorHost, head: Head, glb: Blob): Promise<string | undefined> {
  if (!state.projectPath) return undefined;
  const folder = join(dirname(state.projectPath), "assets", "heads");
  await mkdir(folder, { recursive: true });
  const file = join(folder, fileName(head));
  await writeFile(file, new Uint8Array(await glb.arrayBuffer()));
  layout.assets.refresh();
  return file;
}
