import type { Lattice } from "../../field/lattice.ts";
import { readTensors, type Tensors, writeTensors } from "../../head/tensors.ts";

/** A finished surface, on the JavaScript heap. */
export interface FinishedGeometry {
  /** [V, 3] head space. */
  positions: Float32Array;
  /** [F, 3] */
  indices: Uint32Array;
  /** [V, 3] where each vertex was before any edit: there its colour is looked up, and its region. */
  canonical: Float32Array;
  /** The grid vertices that carry the surface, which is what an edit moves. */
  lattice: Lattice;
}

/** Bytes of `geometry.safetensors`. @param rest further tensors: the parameters of the field the surface came from. */
export function writeGeometry({ positions, indices, canonical, lattice }: FinishedGeometry, rest: Tensors): Uint8Array {
  const tensors: Tensors = {
    ...rest,
    positions,
    indices,
    "lattice.resolution": Uint32Array.of(lattice.resolution),
    "lattice.ids": lattice.ids,
    "lattice.distances": lattice.distances,
    "lattice.offsets": lattice.offsets,
    "lattice.edges": lattice.edges,
  };
  if (canonical !== positions) tensors.canonical = canonical;
  return writeTensors(tensors);
}

/** @returns the surface, and the tensors beside it. @throws Error where the file is damaged, or older than edits are. */
export function readGeometry(bytes: Uint8Array, file: string): { geometry: FinishedGeometry; rest: Tensors } {
  const { positions, indices, canonical = positions, ...others } = readTensors(bytes, file).tensors;
  const take = <T extends Tensors[string]>(name: string): T => {
    const found = others[`lattice.${name}`];
    if (!found) throw new Error(`${file} holds no lattice.${name}; make the head again with this version`);
    delete others[`lattice.${name}`];
    return found as T;
  };
  const lattice: Lattice = {
    resolution: take<Uint32Array>("resolution")[0],
    ids: take("ids"),
    distances: take("distances"),
    offsets: take("offsets"),
    edges: take("edges"),
  };
  const geometry = {
    positions: positions as Float32Array,
    indices: indices as Uint32Array,
    canonical: canonical as Float32Array,
    lattice,
  };
  return { geometry, rest: others };
}
