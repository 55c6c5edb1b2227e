import { smoothstep } from "../../mesh/smoothstep.ts";
import { JOINT_NAMES, type LayerMesh } from "../layers/types.ts";
import type { BoundLevel, BoundPart, Feet } from "./bind.ts";
import { clearBrow } from "./clear-brow.ts";
import { clearEars } from "./clear-ears.ts";
import type { SkinMesh } from "./dense-target.ts";
import type { FileKind } from "./describe.ts";
import { type Frame, frameAt, turned } from "./frame.ts";
import { hang } from "./hang.ts";
import { placeRigid } from "./place-rigid.ts";
import { moveWithSkin } from "./place-targets.ts";
import { fitWarp, type Warp, warpAt } from "./warp.ts";

export interface PlaceOptions {
  /** Factor of the part's size (rigid pieces) or of its thickness over the skin; kept within `fit.sizes`. */
  size?: number;
  /** Factor of how far it hangs below the chin, where it is bound to the skin; 1 where left out. */
  length?: number;
  /** How many levels, finest first, carry expressions. */
  movingLevels?: number;
}

const BEFORE_EYES: FileKind[] = ["glasses", "eyepatch"];

/** Up to this height over the skin a part follows it exactly, beyond the second one it bends with the whole head. */
const NEAR: [number, number] = [0.04, 0.14];

/**
 * Puts a bound part on another head.
 * @param skin of the head, with the average skin's topology. @returns one mesh a level, in head space, with the skin's expressions where the part moves.
 */
export function placePart(
  bound: BoundPart,
  skin: SkinMesh,
  { size = 1, length = 1, movingLevels = 2 }: PlaceOptions = {},
): LayerMesh[] {
  const { fit, kind, layer } = bound.part;
  const factor = Math.min(fit.sizes[1], Math.max(fit.sizes[0], size));
  const placed =
    fit.bind === "skin"
      ? placeOnSkin(bound, skin, { size: factor, length, movingLevels })
      : placeRigid(bound, skin, { size: factor, movingLevels });
  if (BEFORE_EYES.includes(kind)) clearBrow(placed, skin);
  // Cups over the ears; cloth hangs over them in its own way.
  if (kind === "ornament" && layer === "Headwear") clearEars(placed, skin, bound.on.loose);
  return placed;
}

function placeOnSkin(
  bound: BoundPart,
  skin: SkinMesh,
  { size, length, movingLevels }: Required<PlaceOptions>,
): LayerMesh[] {
  const { fit } = bound.part;
  const warp = warpTo(bound, skin);
  return bound.levels.map((level, i) => {
    const mesh = placeLevel(level, skin, { warp, size, moves: fit.moves });
    if (length !== 1) hang(mesh, length);
    if (fit.moves && i < movingLevels) mesh.targets = moveWithSkin(level, mesh, skin);
    return mesh;
  });
}

/** All parts of a head are warped alike. */
const warps = new WeakMap<SkinMesh, { on: BoundPart["on"]; warp: Warp }>();

function warpTo({ on }: BoundPart, skin: SkinMesh): Warp {
  const known = warps.get(skin);
  if (known?.on === on) return known.warp;
  const warp = fitWarp(on.warp, skin.positions);
  warps.set(skin, { on, warp });
  return warp;
}

const frame: Frame = new Float64Array(12);
const far = new Float64Array(3);

function placeLevel(
  level: BoundLevel,
  skin: SkinMesh,
  { warp, size, moves }: { warp: Warp; size: number; moves: boolean },
): LayerMesh {
  const { mesh, corners, bary, offsets, turns, heights, weld } = level;
  const count = heights.length;
  const positions = new Float32Array(count * 3);
  const normals = new Float32Array(count * 3);
  const thick = new Float64Array(3);
  for (let v = 0; v < count; v++) {
    const at = v * 3;
    const f = frameAt(frame, skin, { corners, at, u: bary[v * 2], v: bary[v * 2 + 1] });
    for (let k = 0; k < 3; k++) thick[k] = offsets[at + k] * (k === 2 && offsets[at + 2] < 0 ? 1 : size);
    const near = 1 - smoothstep(0, 1, (heights[v] - NEAR[0]) / (NEAR[1] - NEAR[0]));
    if (near < 1) {
      // The same thickening, seen from where the part was modelled.
      const [x, y, z] = [mesh.positions[at], mesh.positions[at + 1], mesh.positions[at + 2]];
      warpAt(warp, x, y, z, far);
      const grown = size - 1;
      for (let k = 0; k < 3; k++) far[k] += grown * turned(f, offsets, at, k);
    }
    for (let k = 0; k < 3; k++) {
      const close = f[k] + turned(f, thick, 0, k);
      positions[at + k] = near === 1 ? close : near * close + (1 - near) * far[k];
      normals[at + k] = near * turned(f, turns, at, k) + (1 - near) * mesh.normals[at + k];
    }
    const l = Math.hypot(normals[at], normals[at + 1], normals[at + 2]) || 1;
    for (let k = 0; k < 3; k++) normals[at + k] /= l;
  }
  const { joints, weights } = carry(level, skin, moves);
  const { uvs, colors, triangles } = mesh;
  return {
    ...{ positions, normals, uvs, triangles, weld, joints, weights, targets: new Map() },
    ...(colors ? { colors } : {}),
  };
}

/** Joints of each vertex: those of the skin's nearest corner where the part moves with it, else the head's alone. */
export function carry(
  { corners, bary, heights }: Feet,
  skin: SkinMesh,
  moves: boolean,
): Pick<LayerMesh, "joints" | "weights"> {
  const joints = new Uint8Array(heights.length * 4);
  const weights = new Float32Array(heights.length * 4);
  for (let v = 0; v < heights.length; v++) {
    if (moves) {
      const shares = [1 - bary[v * 2] - bary[v * 2 + 1], bary[v * 2], bary[v * 2 + 1]];
      const nearest = corners[v * 3 + shares.indexOf(Math.max(...shares))] * 4;
      joints.set(skin.joints.subarray(nearest, nearest + 4), v * 4);
      weights.set(skin.weights.subarray(nearest, nearest + 4), v * 4);
    } else {
      joints[v * 4] = JOINT_NAMES.indexOf("Head");
      weights[v * 4] = 1;
    }
  }
  return { joints, weights };
}
