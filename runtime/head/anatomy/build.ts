import { refine } from "../../mesh/subdivide.ts";
import { JOINT_NAMES, type LayerMesh, type LayerName } from "../layers/types.ts";
import type { Anatomy } from "./anatomy.ts";
import { fitMouth } from "./fit-mouth.ts";
import { gazeTurn, placeEyeball } from "./gaze.ts";
import { landmarksOf } from "./landmarks.ts";
import { fitLidOffsets } from "./lids.ts";
import { fitLipOffsets } from "./lips.ts";
import { type MeshPlan, planMesh } from "./mesh-plan.ts";
import {
  levelMesh,
  levelTarget,
  movePoints,
  type PointMesh,
  type PointTarget,
  pointMesh,
  pointTopology,
} from "./moved-mesh.ts";
import { type AnatomyShape, shapeAnatomy } from "./shape.ts";
import { anatomySockets, type Socket } from "./sockets.ts";
import { placeTeeth } from "./teeth.ts";
import { VISEMES } from "./visemes.ts";

export interface AnatomyOptions {
  /** Weights of shape morphs by name. */
  morphs?: Record<string, number>;
  /** The identity itself, in place of one that is mixed from morphs. */
  shape?: AnatomyShape;
  /** Weights of the expression that the head's own neutral has, by ARKit name. */
  expression?: Record<string, number>;
  /** Names of targets, which take most of the time. Default: all. */
  targets?: readonly string[];
}

export type AnatomyLayer = Extract<LayerName, "Skin" | "EyeLeft" | "EyeRight" | "Teeth" | "Tongue" | "Lashes">;

/** The anatomy of one head: meshes without surfaces, rest places of the joints, and where things hang. */
export interface BuiltAnatomy {
  /** Four levels of each layer, finest first; without triangles where nothing of it is seen: in a mouth that cannot open. */
  layers: Record<AnatomyLayer, LayerMesh[]>;
  joints: [number, number, number][];
  origin: [number, number, number];
  sockets: Socket[];
  /** F32 [478, 3] MediaPipe landmarks. */
  landmarks: Float32Array;
  /** Region of each vertex of each of the skin's levels, an index into the anatomy's `regionNames`. */
  regions: Uint8Array[];
}

const [NECK, HEAD, JAW, LEFT_EYE, RIGHT_EYE] = JOINT_NAMES.map((_, i) => i);
/** Levels with targets. */
const MOVING = 2;
/** What leaves teeth least room: a chin that is drawn up, and one that is drawn back. */
const MOUTH_POSES: Record<string, number>[] = [{}, { mouthSmileLeft: 1, mouthSmileRight: 1 }, { jawOpen: 1 }];
/** A level at which something is not drawn. */
const NOTHING: MeshPlan = planMesh(new Uint32Array(), new Float32Array(), new Uint32Array());

/**
 * Builds the anatomy of one identity, with the 52 ARKit targets and the 15 visemes, or those asked for, on the two finest levels of every layer.
 * @throws Error naming a shape or an expression that the anatomy has not.
 */
export function buildAnatomy(anatomy: Anatomy, options: AnatomyOptions = {}): BuiltAnatomy {
  const shape = options.shape ?? shapeAnatomy(anatomy, options.morphs ?? {});
  const offsets = expressionOffsets(anatomy, shape);
  const rest = options.expression ?? {};
  const control = shape.control.slice();
  const poses = MOUTH_POSES.map((pose) => {
    const moves = new Float32Array(control.length);
    addWeighted(moves, offsets, rest);
    addWeighted(moves, offsets, pose);
    return moves;
  });
  fitMouth(anatomy, control, poses);
  addWeighted(control, offsets, rest);

  const skinPoints = refine(anatomy.skin, control);
  const tonguePoints = refine(anatomy.tongue, control.subarray(3 * anatomy.first.tongue));
  const { upperTeeth, tongue, lashes, head } = anatomy.first;
  const parts: Record<AnatomyLayer, Part> = {
    Skin: part(
      [0, anatomy.skinVertices],
      anatomy.skinLevels,
      [skinPoints],
      (moves) => [refine(anatomy.skin, moves)],
      skinShares(anatomy),
    ),
    Tongue: part(
      [tongue, lashes],
      [...anatomy.tongueLevels, NOTHING, NOTHING],
      [tonguePoints],
      (moves) => [refine(anatomy.tongue, moves.subarray(3 * tongue))],
      whole(JAW),
    ),
    Teeth: part(
      [upperTeeth, tongue],
      [...anatomy.teethLevels.map(({ plan }) => plan), NOTHING, NOTHING],
      anatomy.teethLevels.map((level) => placeTeeth(anatomy, level, control)),
      (moves) => anatomy.teethLevels.map((level) => placeTeeth(anatomy, level, moves)),
      ...anatomy.teethLevels.map(({ upper }) => ({
        joints: [HEAD, JAW, 0, 0],
        share: (point: number, slot: number) => Number(slot === (point < upper ? 0 : 1)),
      })),
    ),
    Lashes: part(
      [lashes, head],
      [anatomy.lashes, anatomy.lashes, anatomy.lashes, NOTHING],
      [control.slice(3 * lashes, 3 * head)],
      (moves) => [moves.subarray(3 * lashes, 3 * head)],
      whole(HEAD),
    ),
    EyeRight: eyePart(anatomy, shape, 0, rest),
    EyeLeft: eyePart(anatomy, shape, 1, rest),
  };
  const layers = Object.fromEntries(
    Object.entries(parts).map(([name, { plans, meshes, shares }]) => [
      name,
      plans.map((plan, level) => {
        const { joints, share } = shares[level] ?? shares[0];
        return levelMesh(plan, meshes[level] ?? meshes[0], joints, share);
      }),
    ]),
  ) as Record<AnatomyLayer, LayerMesh[]>;
  const names = options.targets ?? [...anatomy.expressions.keys(), ...Object.keys(VISEMES)];
  for (const name of names) {
    const mix = VISEMES[name] ?? { [name]: 1 };
    for (const layer of Object.keys(parts) as AnatomyLayer[]) {
      addTarget(layers[layer], parts[layer], name, parts[layer].offsets(mix, offsets));
    }
  }
  return { layers, ...placesOf(anatomy, shape, control), regions: levelRegions(anatomy) };
}

interface Part {
  plans: MeshPlan[];
  /** One for all levels, or one a level. */
  meshes: PointMesh[];
  shares: { joints: readonly number[]; share: (point: number, slot: number) => number }[];
  /** Offsets of the points of each mesh under a mix of expressions; undefined where nothing moves. */
  offsets: (mix: Record<string, number>, expressions: Map<string, Float32Array>) => Float32Array[] | undefined;
}

/** @param range first control point that carries it, and the one after its last. */
function part(
  range: [number, number],
  plans: MeshPlan[],
  points: Float32Array[],
  place: (moves: Float32Array) => Float32Array[],
  ...shares: Part["shares"]
): Part {
  const meshes = points.map((positions, i) => pointMesh(positions, pointTopology(plans[i], positions.length / 3)));
  return {
    plans,
    meshes,
    shares,
    offsets(mix, expressions) {
      const entries = Object.entries(mix);
      if (entries.length === 0) return undefined;
      let moves = expressions.get(entries[0][0])!;
      if (entries.length > 1 || entries[0][1] !== 1) {
        moves = new Float32Array(moves.length);
        addWeighted(moves, expressions, mix);
      }
      const still = moves.subarray(3 * range[0], 3 * range[1]).every((x) => x === 0);
      return still ? undefined : place(moves);
    },
  };
}

function eyePart(anatomy: Anatomy, { eyes }: AnatomyShape, side: 0 | 1, rest: Record<string, number>): Part {
  const moved = (name: string) => {
    const turn = gazeTurn(name, side);
    if (!turn) return undefined;
    return anatomy.eyeLevels.slice(0, MOVING).map(({ positions }) => {
      const from = placeEyeball(positions, eyes[side]);
      return placeEyeball(positions, eyes[side], turn).map((x, i) => x - from[i]);
    });
  };
  const points = anatomy.eyeLevels.map(({ positions }) => placeEyeball(positions, eyes[side]));
  for (const [name, weight] of Object.entries(rest)) {
    for (const [level, offsets] of (moved(name) ?? []).entries()) {
      for (let i = 0; i < offsets.length; i++) points[level][i] += weight * offsets[i];
    }
  }
  return {
    plans: anatomy.eyeLevels.map(({ plan }) => plan),
    meshes: points.map((positions, i) =>
      pointMesh(positions, pointTopology(anatomy.eyeLevels[i].plan, positions.length / 3)),
    ),
    shares: [whole(side === 0 ? RIGHT_EYE : LEFT_EYE)],
    offsets: (mix) => {
      const [name] = Object.keys(mix);
      return name === undefined ? undefined : moved(name);
    },
  };
}

function addTarget(levels: LayerMesh[], { plans, meshes }: Part, name: string, offsets?: Float32Array[]): void {
  let target: PointTarget = { points: new Uint32Array(), positions: new Float32Array(), normals: new Float32Array() };
  for (let level = 0; level < MOVING; level++) {
    if (offsets && (level === 0 || offsets[level])) target = movePoints(meshes[level] ?? meshes[0], offsets[level]);
    levels[level].targets.set(name, levelTarget(plans[level], target, meshes[level] ?? meshes[0]));
  }
}

/** F32 [P, 3] by expression: the stored ones, fitted to this head's lids and lips. */
function expressionOffsets(anatomy: Anatomy, { control, eyes }: AnatomyShape): Map<string, Float32Array> {
  const out = new Map<string, Float32Array>();
  for (const [name, { indices, offsets }] of anatomy.expressions) {
    const dense = new Float32Array(control.length);
    for (const [i, point] of indices.entries()) dense.set(offsets.subarray(3 * i, 3 * i + 3), 3 * point);
    if (name.startsWith("eye") || name.startsWith("cheek") || name.startsWith("brow") || name.startsWith("nose")) {
      fitLidOffsets(anatomy, control, eyes, name, dense);
    }
    fitLipOffsets(anatomy, control, name, dense);
    out.set(name, dense);
  }
  return out;
}

function addWeighted(sum: Float32Array, offsets: Map<string, Float32Array>, weights: Record<string, number>): void {
  for (const [name, weight] of Object.entries(weights)) {
    const moves = offsets.get(name);
    if (!moves) throw new Error(`the anatomy has no expression "${name}"; it has ${[...offsets.keys()].join(", ")}`);
    for (let i = 0; i < sum.length; i++) sum[i] += weight * moves[i];
  }
}

function whole(joint: number): Part["shares"][number] {
  return { joints: [joint, 0, 0, 0], share: (_, slot) => Number(slot === 0) };
}

function skinShares(anatomy: Anatomy): Part["shares"][number] {
  const shares = refine(
    anatomy.skin,
    Float32Array.from(anatomy.skinWeights, (value) => value / 255),
  );
  return { joints: [NECK, HEAD, JAW, 0], share: (point, slot) => (slot < 3 ? shares[3 * point + slot] : 0) };
}

function placesOf(anatomy: Anatomy, { control, eyes }: AnatomyShape, moved: Float32Array) {
  const point = (p: number): [number, number, number] => [control[3 * p], control[3 * p + 1], control[3 * p + 2]];
  const origin: [number, number, number] = [0, 0, 0];
  for (const v of anatomy.neckRing) {
    for (let c = 0; c < 3; c++) origin[c] += control[3 * v + c] / anatomy.neckRing.length;
  }
  const joints = [origin, point(anatomy.first.head), point(anatomy.first.jaw), eyes[1].center, eyes[0].center];
  const landmarks = landmarksOf(anatomy, moved);
  return { joints, origin, landmarks, sockets: anatomySockets(anatomy, moved, landmarks) };
}

function levelRegions({ skinLevels, regions }: Anatomy): Uint8Array[] {
  return skinLevels.map(({ points }) => Uint8Array.from(points, (p) => regions[p]));
}
