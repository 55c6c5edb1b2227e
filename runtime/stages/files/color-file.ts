import type { Field } from "../../field/field.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { readTensors, writeTensors } from "../../head/tensors.ts";
import { fieldParameters } from "./checkpoint.ts";

/** A finished head's colour field. @param material [V, 3] what its vertices are made of, as `bakeHead` takes it. */
export function writeColor(field: Field, material?: Float32Array): Uint8Array {
  return writeTensors({ ...fieldParameters(field), ...(material && { material }) });
}

/** @returns [V, 3] what a head's vertices are made of; undefined where it is nothing in particular. */
export async function readMaterial(store: HeadStore): Promise<Float32Array | undefined> {
  const bytes = await store.read(HEAD_FILES.color);
  return bytes && (readTensors(bytes, HEAD_FILES.color).tensors.material as Float32Array | undefined);
}
