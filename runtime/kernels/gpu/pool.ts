/** Buffers of one step, kept for the next: making one costs a driver call and clears it. */
export function createPool(create: (words: number) => GPUBuffer) {
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
