import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Value } from "typebox/value";
import { readExtras } from "../bake/layered/read-json.ts";
import { type BlendedHead, blendHeads } from "../head/layers/blend-heads.ts";
import { BUILD_DEFAULTS, buildLayeredHead } from "../head/layers/build-layered-head.ts";
import type { LayeredHead } from "../head/layers/types.ts";
import { type OwnParts, recordParts } from "../head/part-files/record-parts.ts";
import { HEAD_FILES } from "../head/store.ts";
import { inputError } from "../host/errors.ts";
import { folderStore } from "../host/node/files.ts";
import { folderOf } from "../host/node/head-folder.ts";
import { readHeadKit } from "../host/node/head-kit.ts";
import { Look } from "../prompt/look.ts";
import { type Learned, learnedIn, withLearned } from "../stages/layers/learned.ts";

/** How a head of layers was made, as its GLB tells: from a Look, or between two others. */
export type LayeredRecord =
  | {
      look: Look;
      seed: number;
      variation: number;
      /** It was distilled, and what it learned is in its folder. */
      distilled?: boolean;
      /** Own parts that it wears. */
      parts?: OwnParts;
    }
  | { blend: BlendRecord };

export interface BlendRecord {
  a: LayeredRecord;
  b: LayeredRecord;
  /** Of `b`, 0..1. */
  amount: number;
}

/** A head that was found on disk: how it was made, and what it learned where its folder is there. */
export interface FoundHead {
  record: LayeredRecord;
  learned?: Learned;
}

/** What `readExtras` may find. */
interface Told {
  look?: unknown;
  seed?: number;
  variation?: number;
  distilled?: boolean;
  recipe?: Told & { carrier?: string; stages?: object; parts?: OwnParts; edit?: { firstSeed?: number } };
  blend?: { a: Told; b: Told; amount: number };
}

/**
 * Reads how a head was made, and what it learned from its folder: the one that the file lies in, or beside.
 * @param source path of a `head.glb`, or its bytes. @throws ExitError where it is no head of layers.
 */
export async function findHead(source: string | Uint8Array): Promise<FoundHead> {
  const name = typeof source === "string" ? `"${source}"` : "the file";
  const bytes = typeof source === "string" ? await readFile(source).catch(unreadable(name)) : source;
  const record = recordOf((readExtras(bytes) ?? {}) as Told, name);
  if (typeof source !== "string" || "blend" in record || !record.distilled) return { record };
  for (const folder of [dirname(resolve(source)), folderOf(source)]) {
    const store = folderStore(folder);
    const own = await store.read(HEAD_FILES.glb);
    // A folder of the same name may hold another head.
    if (own && Buffer.compare(own, bytes) === 0) return { record, learned: await learnedIn(store) };
  }
  return { record };
}

function recordOf({ blend, recipe: made, ...own }: Told, name: string): LayeredRecord {
  const recipe = made?.carrier === "layers" ? made : undefined;
  if (blend) return { blend: { ...blend, a: recordOf(blend.a, name), b: recordOf(blend.b, name) } };
  const look = recipe?.look ?? own.look;
  if (!Value.Check(Look, look))
    throw inputError(`${name} is no head of layers that was made here; give the head.glb of one`);
  return {
    look,
    seed: recipe?.edit?.firstSeed ?? recipe?.seed ?? own.seed ?? BUILD_DEFAULTS.seed,
    variation: recipe?.variation ?? own.variation ?? BUILD_DEFAULTS.variation,
    ...((recipe ? recipe.stages : own.distilled) && { distilled: true }),
    ...(recipe?.parts && { parts: recipe.parts }),
  };
}

/** Whether what a head or one that it was mixed of has learned is not to be had. */
export function isUndistilled({ record, learned }: FoundHead): boolean {
  if (!("blend" in record)) return record.distilled === true && !learned;
  return [record.blend.a, record.blend.b].some((part) => isUndistilled({ record: part }));
}

/** The head with all of its levels. */
async function buildFound({ record, learned }: FoundHead, textureSize: number): Promise<LayeredHead> {
  if ("blend" in record) {
    const { a, b, amount } = record.blend;
    return (await blendFound({ record: a }, { record: b }, amount, textureSize)).head;
  }
  const { look, seed, variation, parts } = record;
  const kit = await readHeadKit();
  recordParts(kit, look, parts);
  const built = await buildLayeredHead(kit, look, { textureSize, seed, variation });
  return learned ? withLearned(built, learned) : built.head;
}

export async function blendFound(
  a: FoundHead,
  b: FoundHead,
  amount: number,
  textureSize: number,
): Promise<BlendedHead> {
  return blendHeads(await buildFound(a, textureSize), await buildFound(b, textureSize), amount);
}

function unreadable(name: string): (cause: unknown) => never {
  return (cause) => {
    throw inputError(`cannot read ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  };
}
