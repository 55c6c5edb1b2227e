/** A field while it is trained, on the WASM kernels or on a GPU: what a stage's step does to it. */

import type { AdamwOptions } from "./adamw.ts";
import { backwardField, type Field, type FieldPass, forwardField, stepField } from "./field.ts";
import * as onGpu from "./gpu-field.ts";

export interface FieldTrainer {
  /** What is trained; up to date after {@link home}. */
  field: Field;
  /**
   * Evaluates the field, and keeps what {@link backward} needs until the next evaluation.
   * @param positions Shape [count, 3], in [−1,1]³, in kernel memory. @returns Shape [count, outputs], in scratch memory.
   */
  forward(positions: Float32Array): Promise<Float32Array>;
  /** Adds the gradients of table and network. @param outputGradient Shape [count, outputs], in kernel memory. */
  backward(outputGradient: Float32Array): void;
  /** One AdamW step on all parameters. */
  step(options?: AdamwOptions): void;
  /** Brings parameters, moments and number of steps, as they are at the call, into the field. */
  home(): Promise<void>;
  /** Frees what the field itself does not hold. The next evaluation starts from the field again. */
  close(): void;
}

/** Trains where the kernels are: on their GPU where they have one. Takes the field's parameters at the first evaluation. */
export function trainField(field: Field): FieldTrainer {
  return field.kernels.gpu ? trainOnGpu(field, field.kernels.gpu) : trainOnWasm(field);
}

function trainOnWasm(field: Field): FieldTrainer {
  let pass: FieldPass | undefined;
  return {
    field,
    async forward(positions) {
      pass = forwardField(field, positions);
      return pass.outputs;
    },
    backward: (outputGradient) => backwardField(field, evaluated(pass), outputGradient),
    step: (options) => stepField(field, options),
    home: async () => {},
    close() {
      pass = undefined;
    },
  };
}

/** Positions go to the GPU, outputs and their gradient come and go; all else stays there. */
function trainOnGpu(field: Field, gpu: NonNullable<Field["kernels"]["gpu"]>): FieldTrainer {
  const { outputs } = field.config;
  const mark = gpu.mark();
  let copy: onGpu.GpuField | undefined;
  let pass: onGpu.GpuFieldPass | undefined;
  let coming: Promise<void> | undefined;
  return {
    field,
    async forward(positions) {
      copy ??= onGpu.createGpuField(gpu, field);
      gpu.release(mark);
      const places = gpu.scratch(positions.length);
      gpu.write(places, new Float32Array(positions));
      pass = onGpu.forwardField(copy, places, positions.length / 3);
      const values = field.kernels.scratch.f32((positions.length / 3) * outputs);
      values.set(await gpu.read(pass.outputs, values.length));
      return values;
    },
    backward(outputGradient) {
      const gradient = gpu.scratch(outputGradient.length);
      gpu.write(gradient, new Float32Array(outputGradient));
      onGpu.backwardField(copy!, evaluated(pass), gradient);
    },
    step: (options) => onGpu.stepField(copy!, options),
    home() {
      // One at a time: two would mix their arrays in the field.
      coming ??= (copy ? onGpu.readField(copy, field) : Promise.resolve()).finally(() => {
        coming = undefined;
      });
      return coming;
    },
    close() {
      gpu.release(mark);
      if (copy) onGpu.freeField(copy);
      copy = undefined;
      pass = undefined;
    },
  };
}

function evaluated<Pass>(pass: Pass | undefined): Pass {
  if (!pass) throw new Error("a field is evaluated before its gradient is asked for");
  return pass;
}
