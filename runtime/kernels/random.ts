/**
 * Counter-based random numbers: every draw is a pure function of (seed, stream, index), so a resumed run draws exactly
 * what an uninterrupted one would have, and no generator state has to be stored.
 *
 * The mixer is the 32-bit finaliser "triple32" (C. Wellons, hash prospector), keyed twice.
 */
export interface RandomStream {
  /** Uniform in [0, 1) for draw `index` (a non-negative integer). */
  uniform(index: number): number;
  /** Fills `out` with standard normal values (Box–Muller); they share no draw with {@link RandomStream.uniform} below 2²⁰. */
  normals(out: Float32Array): Float32Array;
}

const NORMALS_FROM = 2 ** 20;

/** @param key any integers that name the stream: seed, stage, step … Order matters. */
export function randomStream(...key: number[]): RandomStream {
  let state = 0x9e3779b9;
  for (const part of key) {
    state = mix(state ^ (part | 0));
    state = mix(state + Math.floor(part / 2 ** 32));
  }
  const word = (index: number) => mix(state ^ mix(index + 0x85ebca6b));
  const uniform = (index: number) => word(index) / 2 ** 32;
  return {
    uniform,
    normals(out) {
      for (let i = 0; i < out.length; i += 2) {
        const radius = Math.sqrt(-2 * Math.log(1 - uniform(NORMALS_FROM + i)));
        const angle = 2 * Math.PI * uniform(NORMALS_FROM + i + 1);
        out[i] = radius * Math.cos(angle);
        if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
      }
      return out;
    },
  };
}

/** Names a stream by text (for example a stage name) with FNV-1a. */
export function streamKey(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** One of several names, each as often as its weight says. @param draw uniform in [0, 1). */
export function drawName(weights: Readonly<Record<string, number>>, draw: number): string {
  const names = Object.keys(weights);
  let left = draw * names.reduce((sum, name) => sum + weights[name], 0);
  for (const name of names) {
    left -= weights[name];
    if (left < 0) return name;
  }
  return names[0];
}

function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 17), 0xed5ad4bb);
  x = Math.imul(x ^ (x >>> 11), 0xac4c1b51);
  x = Math.imul(x ^ (x >>> 15), 0x31848bab);
  return (x ^ (x >>> 14)) >>> 0;
}
