import type { LayerMesh, MorphTarget } from "../../../head/layers/types.ts";

/** Targets that TalkingHead reads beside ARKit's, as mixes of those. */
const EXTRA: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mouthOpen: { jawOpen: 0.6 },
  mouthSmile: { mouthSmileLeft: 1, mouthSmileRight: 1 },
  eyesClosed: { eyeBlinkLeft: 1, eyeBlinkRight: 1 },
  eyesLookUp: { eyeLookUpLeft: 1, eyeLookUpRight: 1 },
  eyesLookDown: { eyeLookDownLeft: 1, eyeLookDownRight: 1 },
};

/** @returns the mesh with TalkingHead's targets as well, where it has what they are mixed of. */
export function withExtraTargets(mesh: LayerMesh): LayerMesh {
  const targets = new Map(mesh.targets);
  for (const [name, mix] of Object.entries(EXTRA)) {
    const parts = Object.entries(mix).flatMap(([part, weight]) => {
      const target = mesh.targets.get(part);
      return target ? [{ target, weight }] : [];
    });
    if (parts.length > 0) targets.set(name, mixTargets(parts, mesh.positions.length));
  }
  return { ...mesh, targets };
}

function mixTargets(parts: { target: MorphTarget; weight: number }[], size: number): MorphTarget {
  const [positions, normals] = [new Float32Array(size), new Float32Array(size)];
  const moved = new Set<number>();
  for (const { target, weight } of parts) {
    for (const [row, v] of target.indices.entries()) {
      moved.add(v);
      for (let k = 0; k < 3; k++) {
        positions[3 * v + k] += weight * target.positions[3 * row + k];
        normals[3 * v + k] += weight * target.normals[3 * row + k];
      }
    }
  }
  const indices = Uint32Array.from(moved).sort();
  const rows = (values: Float32Array) =>
    Float32Array.from({ length: 3 * indices.length }, (_, i) => values[3 * indices[Math.floor(i / 3)] + (i % 3)]);
  return { indices, positions: rows(positions), normals: rows(normals) };
}
