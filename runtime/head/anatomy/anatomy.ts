import type { Subdivision } from "../../mesh/subdivide.ts";
import type { MeshPlan } from "./mesh-plan.ts";

/** Sparse offsets of control points, of both sides. */
export interface ControlMorph {
  /** U32 [M] control points, ascending. */
  indices: Uint32Array;
  /** F32 [M, 3] head units. */
  offsets: Float32Array;
}

/** A mesh that is carried by something else: an eyeball by its centre, teeth by their jaw. */
export interface CarriedMesh {
  plan: MeshPlan;
  /** F32 [V, 3] in the carrier's space. */
  positions: Float32Array;
}

/** The head of `assets/template/anatomy.*`: control points, what moves them, and the meshes that hang on them. */
export interface Anatomy {
  /** F32 [P, 3] the average head's control points. */
  positions: Float32Array;
  /** How many control points are the skin's cage; they come first. */
  skinVertices: number;
  /** First control point of each other group. */
  first: Record<"rightEye" | "leftEye" | "upperTeeth" | "lowerTeeth" | "tongue" | "lashes" | "head" | "jaw", number>;
  shapes: Map<string, ControlMorph>;
  /** The 52 ARKit blend shapes; gaze turns the eyeballs besides. */
  expressions: Map<string, ControlMorph>;
  frame: { crown: number; chin: number; headHeight: number; eyeDepth: number };
  /** F32 [S] 0..1: how much a cage vertex keeps the average's place; 1 at the neck's seam. */
  hold: Float32Array;
  /** Cage vertices of the neck's seam, in order. */
  neckRing: number[];
  /** Loops of cage vertices around the right and the left eye, from the lids' inner edge outwards [2][rings][n]. */
  lidRings: Uint16Array[][];
  /** Cage vertices of the lips: which row from where they touch (0), and of which lip. */
  lips: { vertex: number; row: number; upper: boolean }[];
  /** U8 [S, 3] shares of Neck, Head and Jaw of 255. */
  skinWeights: Uint8Array;
  skin: Subdivision;
  tongue: Subdivision;
  /** Plans of the skin's levels: refined cage, cage, two reduced ones. All lie on the refined cage's vertices. */
  skinLevels: MeshPlan[];
  tongueLevels: MeshPlan[];
  /** In eyeball radii, gaze to +Z. */
  eyeLevels: CarriedMesh[];
  /** In head space of the average; vertices before `upper` are of the upper jaw. */
  teethLevels: (CarriedMesh & { upper: number })[];
  lashes: MeshPlan & { first: number; roots: Uint16Array };
  /** Region of each vertex of the refined cage, an index into `regionNames`. */
  regions: Uint8Array;
  regionNames: string[];
  /** Control points [478, 3] and weights [478, 3] of the MediaPipe landmarks, and where they lie in the skin's texture [478, 2]. */
  landmarks: { vertices: Uint16Array; weights: Float32Array; uvs: Float32Array };
  /** Facts of the eye's texture: the iris's radius and the radius of what can be seen, as shares of its side. */
  eye: { irisAngle: number; irisRadiusUv: number; seenRadiusUv: number };
  metresPerUnit: number;
}
