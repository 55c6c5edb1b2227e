import { smoothstep } from "../../mesh/smoothstep.ts";
import type { LayerMesh, MorphTarget } from "../layers/types.ts";
import type { Feet } from "./bind.ts";
import { denseTarget, type SkinMesh } from "./dense-target.ts";
import { type Frame, frameAt, turned } from "./frame.ts";

/** Up to this height a part turns with the skin, beyond the second one it is only carried: the tip of a beard hangs. */
const TURNS: [number, number] = [0.016, 0.036];
/** Skin that tilts pushes what hangs over it away, so that it keeps its height up to this one. */
const CLEAR = 0.012;
/** Offsets below this are left out, head units (0.02 mm). */
const LEAST = 1e-4;

/** What each of the skin's expressions does to a level that lies on it. Expressions that do not reach it are left out. */
export function moveWithSkin(level: Feet, mesh: LayerMesh, skin: SkinMesh): Map<string, MorphTarget> {
  const rest = restFrames(level, mesh, skin);
  const out = new Map<string, MorphTarget>();
  for (const [name, target] of skin.targets) {
    if (target.indices.length === 0) continue;
    const moved = moveBy(level, mesh, skin, rest, target);
    if (moved) out.set(name, moved);
  }
  return out;
}

/** Each vertex in the frame of its place on the skin at rest: origin of the frame, its own offset and normal there [V, 9]. */
function restFrames({ corners, bary, heights }: Feet, { positions, normals }: LayerMesh, skin: SkinMesh): Float64Array {
  const out = new Float64Array(heights.length * 9);
  const f: Frame = new Float64Array(12);
  for (let v = 0; v < heights.length; v++) {
    const at = v * 3;
    frameAt(f, skin, { corners, at, u: bary[v * 2], v: bary[v * 2 + 1] });
    for (let axis = 0; axis < 3; axis++) {
      out[v * 9 + axis] = f[axis];
      for (let c = 0; c < 3; c++) {
        out[v * 9 + 3 + axis] += (positions[at + c] - f[c]) * f[3 + axis * 3 + c];
        out[v * 9 + 6 + axis] += normals[at + c] * f[3 + axis * 3 + c];
      }
    }
  }
  return out;
}

const after: Frame = new Float64Array(12);

function moveBy(
  { corners, bary, heights }: Feet,
  mesh: LayerMesh,
  skin: SkinMesh,
  rest: Float64Array,
  target: MorphTarget,
): MorphTarget | undefined {
  const dense = denseTarget(target, skin.positions.length / 3);
  const count = heights.length;
  const indices = new Uint32Array(count);
  const positions = new Float32Array(count * 3);
  const normals = new Float32Array(count * 3);
  let moved = 0;
  for (let v = 0; v < count; v++) {
    const at = v * 3;
    if (!dense.moves[corners[at]] && !dense.moves[corners[at + 1]] && !dense.moves[corners[at + 2]]) continue;
    frameAt(after, skin, { corners, at, u: bary[v * 2], v: bary[v * 2 + 1] }, dense);
    const turns = 1 - smoothstep(TURNS[0], TURNS[1], heights[v]);
    let most = 0;
    let bent = 0;
    let over = 0;
    for (let c = 0; c < 3; c++) {
      const offset = mesh.positions[at + c] - rest[v * 9 + c];
      const hangs = offset + turns * (turned(after, rest, v * 9 + 3, c) - offset);
      over += hangs * after[9 + c];
      positions[moved * 3 + c] = after[c] + hangs - mesh.positions[at + c];
      normals[moved * 3 + c] = turns * (turned(after, rest, v * 9 + 6, c) - mesh.normals[at + c]);
      bent = Math.max(bent, Math.abs(normals[moved * 3 + c]));
    }
    const push =
      heights[v] < 2 * CLEAR
        ? Math.max(0, Math.min(rest[v * 9 + 5], CLEAR) - over) * Math.min(1, 2 - heights[v] / CLEAR)
        : 0;
    for (let c = 0; c < 3; c++) {
      positions[moved * 3 + c] += push * after[9 + c];
      most = Math.max(most, Math.abs(positions[moved * 3 + c]));
    }
    if (most < LEAST && bent < 0.01) continue;
    indices[moved++] = v;
  }
  if (moved === 0) return undefined;
  return {
    indices: indices.slice(0, moved),
    positions: positions.slice(0, moved * 3),
    normals: normals.slice(0, moved * 3),
  };
}
