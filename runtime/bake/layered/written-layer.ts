import type { Layer } from "../../head/layers/types.ts";

/** A mesh of a file: a layer, or layers that were merged. */
export interface WrittenLayer extends Omit<Layer, "name"> {
  name: string;
  /** Of a merged one: the layers in it and the range of indices that each has, kept as the mesh's `extras.layers`. */
  pieces?: { name: string; start: number; count: number }[];
}
