import type { HeadLayout } from "../../bake/types.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { readTensors, type Tensors, writeTensors } from "../../head/tensors.ts";

/** Keeps the layout a head was baked with, for the heads that are edited from it. */
export async function writeLayout(store: HeadStore, { source, uvs, lods }: HeadLayout): Promise<void> {
  const tensors: Tensors = { source, uvs };
  lods.forEach((lod, level) => {
    tensors[`lod${level}`] = lod;
  });
  await store.write(HEAD_FILES.layout, writeTensors(tensors));
}

/** @throws Error where the head has no layout. */
export async function readLayout(store: HeadStore): Promise<HeadLayout> {
  const bytes = await store.read(HEAD_FILES.layout);
  if (!bytes) throw new Error(`the head has no ${HEAD_FILES.layout}; make it again with this version`);
  const { source, uvs, ...lods } = readTensors(bytes, HEAD_FILES.layout).tensors;
  return {
    source: source as Uint32Array,
    uvs: uvs as Float32Array,
    lods: Object.keys(lods).map((_, level) => lods[`lod${level}`] as Uint32Array),
  };
}
