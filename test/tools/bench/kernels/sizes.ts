import type { Tensors } from "../../../../runtime/head/tensors.ts";

/** Sizes of a training step of the standard preset, roughly. */
export const SIZES = { points: 40000, levels: 12, log2TableSize: 15, hidden: 32, resolution: 80, image: 256 };

/** What PyTorch needs to do the same work. */
export interface KernelInputs {
  arrays: Tensors;
  sizes: Record<string, unknown>;
}
