import { createField } from "../../../runtime/field/field.ts";
import * as onGpu from "../../../runtime/field/gpu-field.ts";
import type { Gpu } from "../../../runtime/kernels/gpu/gpu.ts";
import type { Kernels } from "../../../runtime/kernels/load.ts";
import { openSoftwareGpu } from "../software-gpu.ts";
import { surfacePoints } from "./kernels/field.ts";
import { SIZES } from "./kernels/sizes.ts";
import { milliseconds, type Table } from "./report.ts";
import { bestAsync } from "./timing.ts";

/** Times the kernels of `shaders/` on SwiftShader: whether they run, not how fast a graphics card runs them. */
export async function benchWgsl(kernels: Kernels, quick: boolean): Promise<Table> {
  const gpu = await openSoftwareGpu();
  const rows: string[][] = [];
  const notes = [
    typeof gpu === "string"
      ? `Not timed: ${gpu}.`
      : `Sizes: ${JSON.stringify(SIZES)}. SwiftShader plays the GPU on this machine's CPU; of a graphics card this says nothing.`,
  ];
  if (typeof gpu !== "string") {
    for (const [name, work] of Object.entries(fieldWork(gpu, kernels))) {
      const time = () => {
        const mark = gpu.mark();
        const written = work();
        gpu.release(mark);
        return gpu.read(written, 1);
      };
      rows.push([name, milliseconds(await bestAsync(time, quick ? 2 : 6)), `wgsl (SwiftShader)`]);
    }
    gpu.destroy();
  }
  return { title: "Kernels in WGSL", columns: ["kernel", "ms", "on"], rows, notes };
}

/** Names and calls, each of which returns an array that it has written. */
type Work = Record<string, () => GPUBuffer>;

function fieldWork(gpu: Gpu, kernels: Kernels): Work {
  const { points, levels, log2TableSize, hidden } = SIZES;
  const mark = kernels.store.mark();
  const field = onGpu.createGpuField(gpu, createField(kernels, { levels, log2TableSize, hidden }, 1));
  kernels.store.release(mark);
  const positions = gpu.upload(surfacePoints(points));
  const gradient = gpu.upload(new Float32Array(points).fill(1e-3));
  const forward = () => onGpu.forwardField(field, positions, points);
  const kept = forward();
  return {
    "field: forward": () => forward().outputs,
    "field: backward": () => {
      onGpu.backwardField(field, kept, gradient);
      return field.table.gradient;
    },
    "field: AdamW, all parameters": () => {
      onGpu.stepField(field);
      return field.table.values;
    },
  };
}
