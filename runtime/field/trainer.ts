/** A field while it is trained, on the WASM kernels or on a GPU. */

import type { Gpu } from "../kernels/gpu/gpu.ts";
import type { AdamwOptions } from "./adamw.ts";
import { type Field, stepField } from "./field.ts";
import * as onGpu from "./gpu-field.ts";

export interface FieldTrainer {
  /** What is trained; up to date after {@link home}. */
  field: Field;
  /** One AdamW step on all parameters. */
  step(options?: AdamwOptions): void;
  /** Brings parameters, moments and number of steps, as they are at the call, into the field. */
  home(): Promise<void>;
}

/** Parameters stay on the GPU until they are brought home. */
export interface GpuTrainer extends FieldTrainer {
  /** What is evaluated there. Takes the field's parameters at the first call. */
  copy(): onGpu.GpuField;
}

export function trainOnWasm(field: Field): FieldTrainer {
  return { field, step: (options) => stepField(field, options), home: async () => {} };
}

export function trainOnGpu(field: Field, gpu: Gpu): GpuTrainer {
  let made: onGpu.GpuField | undefined;
  let coming: Promise<void> | undefined;
  const copy = () => {
    made ??= onGpu.createGpuField(gpu, field);
    return made;
  };
  return {
    field,
    copy,
    step: (options) => onGpu.stepField(copy(), options),
    home() {
      // One at a time: two would mix their arrays in the field.
      coming ??= (made ? onGpu.readField(made, field) : Promise.resolve()).finally(() => {
        coming = undefined;
      });
      return coming;
    },
  };
}
