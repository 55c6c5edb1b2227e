import { readFile } from "node:fs/promises";
import { Value } from "typebox/value";
import { readExtras } from "../bake/layered/read-extras.ts";
import { type BlendedHead, blendHeads } from "../head/layers/blend-heads.ts";
import { BUILD_DEFAULTS, buildLayeredHead } from "../head/layers/build-layered-head.ts";
import type { LayeredHead } from "../head/layers/types.ts";
import { inputError } from "../host/errors.ts";
import { readHeadKit } from "../host/node/head-kit.ts";
import { Look } from "../prompt/look.ts";

/** How a head of layers was made, as its GLB tells: from a Look, or between two others. */
export type LayeredRecord = { look: Look; seed: number; variation: number } | { blend: BlendRecord };

export interface BlendRecord {
  a: LayeredRecord;
  b: LayeredRecord;
  /** Of `b`, 0..1. */
  amount: number;
}

/** What `readExtras` may find. */
interface Told {
  look?: unknown;
  seed?: number;
  variation?: number;
  recipe?: Told & { carrier?: string; edit?: { firstSeed?: number } };
  blend?: { a: Told; b: Told; amount: number };
}

/** @param source path of a `head.glb`, or its bytes. @throws ExitError where it is no head of layers. */
export async function readRecord(source: string | Uint8Array): Promise<LayeredRecord> {
  const name = typeof source === "string" ? `"${source}"` : "the file";
  const bytes = typeof source === "string" ? await readFile(source).catch(unreadable(name)) : source;
  return recordOf((readExtras(bytes) ?? {}) as Told, name);
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
  };
}

/** The head of a record, with all of its levels. */
export async function buildRecord(record: LayeredRecord, textureSize: number): Promise<LayeredHead> {
  if ("blend" in record) return (await blendRecords(record.blend, textureSize)).head;
  const { look, seed, variation } = record;
  return (await buildLayeredHead(await readHeadKit(), look, { textureSize, seed, variation })).head;
}

export async function blendRecords({ a, b, amount }: BlendRecord, textureSize: number): Promise<BlendedHead> {
  return blendHeads(await buildRecord(a, textureSize), await buildRecord(b, textureSize), amount);
}

function unreadable(name: string): (cause: unknown) => never {
  return (cause) => {
    throw inputError(`cannot read ${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  };
}
