/**
 * Kernels on a GPU: compiles the WGSL of `shaders/`, keeps pipelines and buffers, queues work in the order of the calls and reads back.
 *
 * Nothing waits but {@link Gpu.read}. Kernels see arrays of 4-byte words; one thread of a kernel works on one item, as its entry point says.
 */

/** Storage buffer of 4-byte words; may be longer than what was asked for. */
export type GpuArray = GPUBuffer;

/** The kernel's uniform struct: its u32 members, then its f32 members. */
export interface KernelParameters {
  u?: readonly number[];
  f?: readonly number[];
}

export interface Gpu {
  /** What a field's forward pass leaves for the backward one is float16. */
  readonly half: boolean;
  /** A zero-filled array that is kept, see {@link letGo}. */
  zeros(words: number): GpuArray;
  /** An array that is kept, with these values. */
  upload(values: Words): GpuArray;
  /** How many arrays are kept … */
  kept(): number;
  /** … and frees, behind what is queued, all that are kept since. They must not be used afterwards. */
  letGo(kept: number): void;
  /** Overwrites the start of an array. */
  write(array: GpuArray, values: Words): void;
  /** An array of one step with undefined contents, see {@link release}. */
  scratch(words: number): GpuArray;
  /** A zero-filled array of one step. */
  scratchZeros(words: number): GpuArray;
  /** Remembers which arrays of the step there are … */
  mark(): number;
  /** … and takes back all that were made since. They must not be used afterwards. */
  release(mark: number): void;
  /**
   * Queues a kernel, "file/entry point".
   * @param items how many threads have work; the kernel looks itself which are beyond it.
   * @param arrays bound at 1, 2 … in this order; the parameters are at 0.
   */
  run(kernel: string, items: number, parameters: KernelParameters, arrays: readonly GpuArray[]): void;
  /** Queues a copy of the first words of an array. */
  copy(from: GpuArray, to: GpuArray, words: number): void;
  /** Waits for what is queued. @param from first word. @throws Error with the device's words where any of it was invalid. */
  read(array: GpuArray, words: number, from?: number): Promise<Float32Array>;
  /** Resolves when all that is queued was done. */
  settled(): Promise<void>;
  /** Frees everything at once. */
  destroy(): void;
}

export type Words = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Usage flags, as the specification numbers them: Node has no such globals. */
const MAP_READ = 0x1;
const COPY_SOURCE = 0x4;
const COPY_TARGET = 0x8;
const UNIFORM = 0x40;
const STORAGE = 0x80;
const READ_MODE = 0x1;

/** Threads of a workgroup, as every kernel declares. */
const GROUP = 64;
/** Workgroups along x where there are more than one row of them. */
const ROW = 32768;
/** A slot of the parameters' buffer: the alignment that devices ask for at most. */
const SLOT = 256;
const SLOTS = 1024;
/** What stands at the head of every file, on a device with subgroups and float16 and without. */
function headOf(shaders: Record<string, string>, subgroups: boolean, half: boolean): string {
  const enabled = [subgroups && "enable subgroups;\n", half && "enable f16;\n"].filter(Boolean);
  const variants = [subgroups ? shaders.subgroups : shaders.lanes, half ? shaders.halves : shaders.floats];
  return [...enabled, shaders.prelude, ...variants].join("");
}

/**
 * @param device with the limits that the arrays need; its subgroups are used where it was asked for them. @param shaders text of `shaders/*.wgsl` by file name without its ending.
 * @param half keeps in float16 what it can; the device was asked for that.
 */
export function createGpu(device: GPUDevice, shaders: Record<string, string>, half = false): Gpu {
  const head = headOf(shaders, device.features.has("subgroups"), half);
  let failure: string | undefined;
  device.onuncapturederror = (event) => {
    // Told once, by whoever reads next; not printed beside.
    event.preventDefault();
    failure ??= event.error.message;
  };
  const storage = (words: number) =>
    device.createBuffer({ size: Math.max(1, words) * 4, usage: STORAGE | COPY_SOURCE | COPY_TARGET });
  const parameterBuffer = device.createBuffer({ size: SLOT * SLOTS, usage: UNIFORM | COPY_TARGET });
  const pool = createPool(storage);
  const kept: GpuArray[] = [];
  const keep = (words: number) => {
    const array = storage(words);
    kept.push(array);
    return array;
  };
  const modules = new Map<string, GPUShaderModule>();
  const pipelines = new Map<string, GPUComputePipeline>();
  let encoder: GPUCommandEncoder | undefined;
  let pass: GPUComputePassEncoder | undefined;
  let slot = 0;

  function pipeline(kernel: string): GPUComputePipeline {
    const known = pipelines.get(kernel);
    if (known) return known;
    const [file, entryPoint] = kernel.split("/");
    if (!shaders[file]) throw new TypeError(`there is no shader ${file}`);
    const module = modules.get(file) ?? device.createShaderModule({ code: head + shaders[file] });
    modules.set(file, module);
    const made = device.createComputePipeline({ layout: "auto", compute: { module, entryPoint }, label: kernel });
    pipelines.set(kernel, made);
    return made;
  }

  /** The encoder outside a pass, for copies. */
  function copying(): GPUCommandEncoder {
    pass?.end();
    pass = undefined;
    encoder ??= device.createCommandEncoder();
    return encoder;
  }

  function submit(): void {
    if (encoder) device.queue.submit([copying().finish()]);
    encoder = undefined;
    slot = 0;
  }

  /** Puts the parameters into a slot of their own; all are free again after what used them is submitted. */
  function place({ u = [], f = [] }: KernelParameters): GPUBufferBinding {
    if (slot === SLOTS) submit();
    const words = new ArrayBuffer(SLOT);
    new Uint32Array(words).set(u);
    new Float32Array(words, u.length * 4).set(f);
    const offset = SLOT * slot++;
    device.queue.writeBuffer(parameterBuffer, offset, words);
    return { buffer: parameterBuffer, offset, size: SLOT };
  }

  return {
    half,
    zeros: keep,
    upload(values) {
      const array = keep(values.length);
      device.queue.writeBuffer(array, 0, values);
      return array;
    },
    write(array, values) {
      // Writes overtake what is not yet submitted.
      submit();
      device.queue.writeBuffer(array, 0, values);
    },
    kept: () => kept.length,
    letGo(count) {
      submit();
      for (const array of kept.splice(count)) array.destroy();
    },
    scratch: pool.take,
    scratchZeros(words) {
      const array = pool.take(words);
      copying().clearBuffer(array);
      return array;
    },
    mark: pool.mark,
    release: pool.release,
    run(kernel, items, parameters, arrays) {
      const used = pipeline(kernel);
      const resources = [place(parameters), ...arrays.map((buffer) => ({ buffer }))];
      const group = device.createBindGroup({
        layout: used.getBindGroupLayout(0),
        entries: resources.map((resource, binding) => ({ binding, resource })),
      });
      encoder ??= device.createCommandEncoder();
      pass ??= encoder.beginComputePass();
      pass.setPipeline(used);
      pass.setBindGroup(0, group);
      const groups = Math.ceil(items / GROUP);
      pass.dispatchWorkgroups(Math.min(groups, ROW), Math.ceil(groups / ROW));
    },
    copy(from, to, words) {
      copying().copyBufferToBuffer(from, 0, to, 0, words * 4);
    },
    async read(array, words, from = 0) {
      const staging = device.createBuffer({ size: Math.max(1, words) * 4, usage: MAP_READ | COPY_TARGET });
      copying().copyBufferToBuffer(array, from * 4, staging, 0, words * 4);
      submit();
      await staging.mapAsync(READ_MODE);
      const values = new Float32Array(staging.getMappedRange().slice(0, words * 4));
      staging.destroy();
      const refused = failure;
      failure = undefined;
      if (refused) throw new Error(`the GPU refused a kernel: ${refused}`);
      return values;
    },
    async settled() {
      submit();
      await device.queue.onSubmittedWorkDone();
    },
    destroy: () => device.destroy(),
  };
}

/** Buffers of one step, kept for the next: making one costs a driver call and clears it. */
function createPool(create: (words: number) => GPUBuffer) {
  const free = new Map<number, GPUBuffer[]>();
  const taken: { size: number; buffer: GPUBuffer }[] = [];
  return {
    /** A buffer of at least so many words, contents undefined. */
    take(words: number): GPUBuffer {
      const size = roundUp(words);
      const buffer = free.get(size)?.pop() ?? create(size);
      taken.push({ size, buffer });
      return buffer;
    },
    mark: () => taken.length,
    /** Takes back what was taken since. What is queued already may still use it, since later work comes later. */
    release(mark: number): void {
      for (const { size, buffer } of taken.splice(mark)) {
        const same = free.get(size) ?? [];
        same.push(buffer);
        free.set(size, same);
      }
    },
  };
}

/** To an eighth of a power of two, so that lists that change their length a little share buffers. */
function roundUp(words: number): number {
  const grain = 2 ** Math.max(6, Math.ceil(Math.log2(Math.max(1, words))) - 3);
  return Math.max(1, Math.ceil(words / grain)) * grain;
}
