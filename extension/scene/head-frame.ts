import type { Bone } from "@babylonjs/core/Bones/bone.js";
import { Quaternion, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Node } from "@babylonjs/core/node.js";
import type { Scene } from "@babylonjs/core/scene.js";

/** Metres of one unit of head space, as the service bakes heads. */
export const METRES_PER_UNIT = 0.176;

/** What a head hangs under: a node, or a bone that no node moves. */
export interface Support {
  parent: Node;
  /** A mesh of the bone's skeleton; only where the parent is a bone. */
  skin?: TransformNode;
}

/** Where a head stands: at a point, and under something where that was chosen. */
export interface Anchor extends Partial<Support> {
  /** In the parent's space, or in the world's where there is none. */
  position: Vector3;
}

/** Puts a node where an anchor says; its rotation and scaling stay. */
export function hang(node: TransformNode, { position, parent, skin }: Anchor): void {
  if (skin) node.attachToBone(parent as Bone, skin);
  else node.parent = parent ?? null;
  node.position.copyFrom(position);
}

/**
 * A node whose children are given in glTF's right-handed space, as the glTF loader's own root.
 * @param scale scene units of one unit below.
 */
export function headFrame(name: string, scene: Scene, anchor: Anchor, scale: number): TransformNode {
  const frame = new TransformNode(name, scene);
  hang(frame, anchor);
  if (scene.useRightHandedSystem) frame.scaling.setAll(scale);
  else {
    frame.rotationQuaternion = Quaternion.RotationAxis(Vector3.Up(), Math.PI);
    frame.scaling.set(scale, scale, -scale);
  }
  return frame;
}
