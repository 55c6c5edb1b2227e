import { Quaternion, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Node } from "@babylonjs/core/node.js";
import type { Scene } from "@babylonjs/core/scene.js";

/** Metres of one unit of head space, as the service bakes heads. */
export const METRES_PER_UNIT = 0.176;

/** Where a head stands: at a point, and under a node where one was chosen. */
export interface Anchor {
  /** In the parent's space, or in the world's where there is none. */
  position: Vector3;
  parent?: Node;
}

/**
 * A node whose children are given in glTF's right-handed space, as the glTF loader's own root.
 * @param scale scene units of one unit below.
 */
export function headFrame(name: string, scene: Scene, { position, parent }: Anchor, scale: number): TransformNode {
  const frame = new TransformNode(name, scene);
  frame.parent = parent ?? null;
  frame.position.copyFrom(position);
  if (scene.useRightHandedSystem) frame.scaling.setAll(scale);
  else {
    frame.rotationQuaternion = Quaternion.RotationAxis(Vector3.Up(), Math.PI);
    frame.scaling.set(scale, scale, -scale);
  }
  return frame;
}
