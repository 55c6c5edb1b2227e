import type { Document, Node, Skin } from "@gltf-transform/core";
import { JOINT_NAMES, type JointName, type LayeredHead } from "../../head/layers/types.ts";

const PARENT: Record<JointName, JointName | undefined> = {
  Neck: undefined,
  Head: "Neck",
  Jaw: "Head",
  LeftEye: "Head",
  RightEye: "Head",
};

export interface Skeleton {
  skin: Skin;
  /** In the order of `JOINT_NAMES`. */
  joints: Node[];
}

/**
 * The head's joints, unrotated, with their sockets below them: a neck whose rest place is at the seam's middle plus what the
 * head says. Positions in metres.
 */
export function createSkeleton(
  document: Document,
  head: Pick<LayeredHead, "joints" | "origin" | "sockets">,
  metresPerUnit: number,
): Skeleton {
  const at = (position: readonly number[]) => position.map((x, k) => (x - head.origin[k]) * metresPerUnit);
  const places = head.joints.map(at);
  const nodes = JOINT_NAMES.map((name) => document.createNode(name));
  const offset = (place: number[], from: number[] | undefined) =>
    place.map((x, k) => x - (from?.[k] ?? 0)) as [number, number, number];
  for (const [i, name] of JOINT_NAMES.entries()) {
    const parent = PARENT[name];
    const above = parent ? JOINT_NAMES.indexOf(parent) : -1;
    nodes[i].setTranslation(offset(places[i], places[above]));
    if (above >= 0) nodes[above].addChild(nodes[i]);
  }
  for (const { name, joint, position } of head.sockets) {
    const i = JOINT_NAMES.indexOf(joint);
    nodes[i].addChild(
      document
        .createNode(name)
        .setTranslation(offset(at(position), places[i]))
        .setExtras({ socket: true }),
    );
  }
  const inverse = new Float32Array(16 * nodes.length);
  for (const [i, place] of places.entries()) {
    inverse.set([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, ...place.map((x) => -x), 1], 16 * i);
  }
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer();
  const skin = document
    .createSkin("Rig")
    .setSkeleton(nodes[0])
    .setInverseBindMatrices(document.createAccessor().setType("MAT4").setArray(inverse).setBuffer(buffer));
  for (const node of nodes) skin.addJoint(node);
  return { skin, joints: nodes };
}
