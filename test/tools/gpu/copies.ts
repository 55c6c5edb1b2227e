/** What steps move between the processor and the GPU. */

import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import type { Table } from "../bench/report.ts";
import { layeredWork, prepareResidual, prepareShape } from "../bench/stage-layers.ts";
import type { BenchEngine } from "../bench/stage-setup.ts";

/** Bytes in both directions, and how often somebody waited for what the GPU had. */
interface Copies {
  up: number;
  down: number;
  waits: number;
}

const PROMPT = "an old man with a white beard";
/** GPUMapMode.READ, as the specification numbers it. */
const READ = 1;

/** Counts for one step of each stage of layered heads, after a first one, what kernels and networks copy: pictures, latents, texts and kernels' parameters. */
export async function benchCopies(engine: BenchEngine, preset: "draft" | "standard" = "standard"): Promise<Table> {
  const recipe = await makeGridRecipe({ prompt: PROMPT, preset, pack: "starter", seed: 1 });
  const layers = await layeredWork(recipe, await engine.headKit(), preset);
  const rows: string[][] = [];
  for (const prepare of [prepareShape, prepareResidual]) {
    const store = engine.kernels.store.mark();
    const bench = await prepare(engine, layers);
    await bench.warmUp();
    const count = countCopies();
    await bench.step(1);
    const { up, down, waits } = count();
    engine.kernels.store.release(store);
    rows.push([bench.name, ...[up, down].map((bytes) => (bytes / 1000).toFixed(1)), `${waits}`]);
  }
  return {
    title: `Copies of a step at ${engine.pack.imageSize}²`,
    columns: ["step", "kB to the GPU", "kB from it", "waits"],
    rows,
    notes: ["Between kernels and networks go a picture, its gradient, the picture of what is known, and latents."],
  };
}

/** Counts from now on, on all devices of the process. @returns what ends that, and tells. */
function countCopies(): () => Copies {
  const copies: Copies = { up: 0, down: 0, waits: 0 };
  const [queue, device, buffer] = [GPUQueue.prototype, GPUDevice.prototype, GPUBuffer.prototype];
  const { writeBuffer } = queue;
  const { createBuffer } = device;
  const { mapAsync } = buffer;
  queue.writeBuffer = function (this: GPUQueue, ...args: Parameters<typeof writeBuffer>) {
    const [, , data, begin = 0, size] = args;
    const { BYTES_PER_ELEMENT: width = 1 } = data as Partial<Uint8Array>;
    copies.up += size === undefined ? data.byteLength - begin * width : size * width;
    return writeBuffer.apply(this, args);
  };
  device.createBuffer = function (this: GPUDevice, descriptor) {
    if (descriptor.mappedAtCreation) copies.up += descriptor.size;
    return createBuffer.call(this, descriptor);
  };
  buffer.mapAsync = function (this: GPUBuffer, mode, offset = 0, size = this.size - offset) {
    if (mode === READ) {
      copies.down += size;
      copies.waits++;
    }
    return mapAsync.call(this, mode, offset, size);
  };
  return () => {
    Object.assign(queue, { writeBuffer });
    Object.assign(device, { createBuffer });
    Object.assign(buffer, { mapAsync });
    return copies;
  };
}
