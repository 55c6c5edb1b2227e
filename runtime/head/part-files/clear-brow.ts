import { type Bvh, buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../mesh/closest-point.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import type { LayerMesh } from "../layers/types.ts";
import { denseTarget, type SkinMesh } from "./dense-target.ts";

/** What brings brows and nose furthest out under what is worn before the eyes. */
const FROWN = ["browDownLeft", "browDownRight", "noseSneerLeft", "noseSneerRight"];
/** Head units: what lies deeper at rest is meant to touch, as pads do; so deep it may lie in a frown; so far it is moved at most. */
const TOUCHING = 0.0015;
const LEFT = 0.003;
const MOST = 0.03;
const PASSES = 3;
/** Only what lies before the face is looked at and moved whole; temples and straps reach from there to where nothing moves. */
const BEHIND = 0;
const BEFORE = 0.28;
const NEAR = 0.06;

/** @param levels a part that is worn before the eyes, placed on a head; moved forwards in place, as far as a frown would press into it. */
export function clearBrow(levels: LayerMesh[], skin: SkinMesh): void {
  const faces = facesOf(skin);
  if (!faces) return;
  // Moved, other places of it are the deepest.
  for (let pass = 0; pass < PASSES; pass++) if (!moveOut(levels, faces)) return;
}

function moveOut(levels: LayerMesh[], faces: { rest: Bvh; frown: Bvh }): boolean {
  const [finest] = levels;
  let most = 0;
  for (let v = 0; v < finest.positions.length; v += 3) {
    const [x, y, z] = finest.positions.subarray(v, v + 3);
    if (z < BEFORE || depthIn(faces.rest, x, y, z) > TOUCHING) continue;
    most = Math.max(most, depthIn(faces.frown, x, y, z));
  }
  const move = Math.min(MOST, most - LEFT);
  if (move <= 0) return false;
  for (const { positions } of levels)
    for (let i = 2; i < positions.length; i += 3) positions[i] += move * smoothstep(BEHIND, BEFORE, positions[i]);
  return true;
}

const known = new WeakMap<SkinMesh, { rest: Bvh; frown: Bvh } | undefined>();

function facesOf(skin: SkinMesh) {
  if (known.has(skin)) return known.get(skin);
  const count = skin.positions.length / 3;
  const targets = FROWN.flatMap((name) => skin.targets.get(name) ?? []);
  const frown = skin.positions.slice();
  for (const target of targets)
    denseTarget(target, count).positions.forEach((x, i) => {
      frown[i] += x;
    });
  const face = (positions: Float32Array) => buildBvh({ positions, indices: skin.triangles });
  const faces = targets.length > 0 ? { rest: face(skin.positions), frown: face(frown) } : undefined;
  known.set(skin, faces);
  return faces;
}

const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };

/** How deep a place lies under a face, negative outside it. */
function depthIn(bvh: Bvh, x: number, y: number, z: number): number {
  hit.slot = -1;
  closestPoint(bvh, x, y, z, 0, 0, 0, hit, 0, NEAR * NEAR);
  if (hit.slot < 0) return -NEAR;
  const c = 9 * hit.slot;
  const at = (corner: number, k: number) => bvh.corners[c + 3 * corner + k];
  const [u, v] = [0, 1, 2].reduce(
    ([a, b], k) => [
      [...a, at(1, k) - at(0, k)],
      [...b, at(2, k) - at(0, k)],
    ],
    [[], []] as number[][],
  );
  const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const out = [x, y, z].reduce((sum, p, k) => sum + normal[k] * (p - at(0, k) - hit.u * u[k] - hit.v * v[k]), 0);
  return -Math.sign(out) * Math.sqrt(hit.squared);
}
