import type { Head } from "../service-types.ts";
import { refusal } from "./client.ts";

/** Of a page without a service: method and path of what it does beside the service's operations. */
export const TAB_ROUTES = { importHead: ["POST", "/api/imports"] } as const;
export const GLB_TYPE = "model/gltf-binary";

/**
 * What a character's head is made into: the skin of all heads wrapped onto its face, which brings their expressions; a mesh of its own,
 * aligned by its face; the same aligned by its box, where it has no face.
 */
export const FITS = ["wrap", "face", "box"] as const;
export type Fit = (typeof FITS)[number];

/** Asks the worker of a page without a service for a character's head. @throws ServiceRefusal saying what is wrong with the file. */
export async function importHead(send: typeof fetch, url: string, file: File, fit: Fit): Promise<Head> {
  const [method, path] = TAB_ROUTES.importHead;
  const address = new URL(path, url);
  address.search = String(new URLSearchParams({ name: file.name.replace(/\.glb$/i, "").slice(0, 100), fit }));
  const answer = await send(address, { method, headers: { "content-type": GLB_TYPE }, body: file });
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

/** Whether a head was made of a character's file, which no prompt makes again. */
export function isImported({ request }: Head): boolean {
  return "import" in request;
}
