import { HEAD_FILES, type HeadStore } from "./store.ts";

/** `head.json`: what a head was made from. Everything else in the folder follows from it. */
export interface HeadDocument {
  format: "headartist-head";
  /** 1: its recipe holds no Look. */
  version: 1 | 2;
  /** Absent from heads of before it was written down. */
  maker?: Maker;
  recipe: unknown;
  /** Weights of the template's shape morphs and expressions that the Look asks for. */
  template: Record<string, number>;
  /** Where the head, or the first one it was edited from, was made by others: what it was imported from. */
  import?: ImportRecord;
  /**
   * The head this one was edited from, where it is an edit: a path from this head's folder to that one's, or the service's
   * id of it.
   */
  parent?: string;
  /** Where this head undoes edits: the ancestor whose files it has, named as `parent` is. */
  reverts?: string;
  status: "running" | "done";
}

/** What made a head: within the same engine, pack and kernels, the same recipe gives the same bytes. */
export interface Maker {
  /** Version of this package. */
  engine: string;
  /** SHA-256 of the model pack, hexadecimal; absent where no network took part. */
  pack?: string;
  /** The GPU that the stages' kernels ran on, as its driver names it; absent where they ran as WASM, which is the same everywhere. */
  kernels?: string;
  /** Version that began the head, where a later one went on from its checkpoint. */
  begun?: string;
}

/** A character's file and how its head came into head space. */
export interface ImportRecord {
  /** SHA-256 of `source.glb`, hexadecimal. */
  sha256: string;
  /** What the file says of its author and licence; empty where it says nothing. */
  licence: string;
  /** Node or joint that carries the head, and how it was found. */
  found: { how: string; name: string };
  /** Column-major 4×4 from the scene to head space; residual in % of head height where landmarks placed it. */
  alignment: { how: string; matrix: number[]; residual?: number; landmarks?: number };
  /** Of a head that is wrapped: where landmarks were found on it. */
  landmarks?: FoundLandmarks;
  /** Numbers of the fit. */
  settings: unknown;
  /** Parts that are not in the fields: transparent sheets. */
  leftOut: string[];
  /** How near the fields are to the source; see `runtime/import/fit/measure-fit.ts`. */
  fit?: unknown;
}

/** Numbers of MediaPipe's landmarks, and their places in head space [n, 3]. */
export interface FoundLandmarks {
  ids: number[];
  points: number[];
}

/** A head's folder that cannot be used as it was asked for: it holds another head, is not finished, or is no head. */
export class HeadError extends Error {
  override name = "HeadError";
}

/** @returns the document, or undefined where the folder has none. @throws HeadError where it is not one. */
export async function readDocument(store: HeadStore): Promise<HeadDocument | undefined> {
  const bytes = await store.read(HEAD_FILES.document);
  if (!bytes) return undefined;
  let document: HeadDocument;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new HeadError(`${HEAD_FILES.document} is damaged: it is not JSON; choose another head folder`, { cause });
  }
  if (document.format !== "headartist-head" || ![1, 2].includes(document.version)) {
    throw new HeadError(`${HEAD_FILES.document} is not a head document of version 1 or 2; choose another head folder`);
  }
  return document;
}

export async function writeDocument(store: HeadStore, document: HeadDocument): Promise<void> {
  await store.write(HEAD_FILES.document, new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`));
}

/**
 * The first path at which two recipes differ, for example "texture.steps", or undefined where they are equal.
 */
export function firstDifference(a: unknown, b: unknown, path = ""): string | undefined {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b) ? undefined : path || "recipe";
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key], right[key], path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return undefined;
}
