import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { MorphTarget } from "@babylonjs/core/Morph/morphTarget.js";

/** Sources of a target's weight: what the caller set, and what moves by itself. */
export type WeightSource = "expression" | "blink" | "gaze" | "speech";

/** Weights of a head's morph targets, mixed from their sources and written to every mesh and level that has them. */
export interface Mixer {
  /** Names of all targets, in the file's order. */
  readonly names: readonly string[];
  /** Replaces what a source says; names that it leaves out are at rest. */
  set(source: WeightSource, weights: Readonly<Record<string, number>>): void;
  get(source: WeightSource): Readonly<Record<string, number>>;
}

/** @param meshes finest first: what is set on the first mesh's targets by others (Inspector) reaches all other meshes too. */
export function createMixer(meshes: AbstractMesh[]): Mixer {
  const targets = new Map<string, MorphTarget[]>();
  for (const { morphTargetManager } of meshes) {
    for (let i = 0; i < (morphTargetManager?.numTargets ?? 0); i++) {
      const target = morphTargetManager!.getTarget(i);
      const same = targets.get(target.name) ?? [];
      targets.set(target.name, [...same, target]);
    }
  }
  for (const [first, ...others] of targets.values()) {
    first.onInfluenceChanged.add(() => {
      for (const other of others) other.influence = first.influence;
    });
  }
  const said = new Map<WeightSource, Readonly<Record<string, number>>>();
  return {
    names: [...targets.keys()],
    set(source, weights) {
      const before = said.get(source) ?? {};
      said.set(source, weights);
      for (const name of new Set([...Object.keys(before), ...Object.keys(weights)])) {
        const [first] = targets.get(name) ?? [];
        if (!first) continue;
        // Sources add up: a smile stays under speech, a blink closes what the gaze left open.
        let sum = 0;
        for (const part of said.values()) sum += part[name] ?? 0;
        const influence = Math.min(1, Math.max(0, sum));
        if (first.influence !== influence) first.influence = influence;
      }
    },
    get: (source) => said.get(source) ?? {},
  };
}
