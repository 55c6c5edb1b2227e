import type { Document, Node } from "@gltf-transform/core";
import type { Skeleton } from "../create-skeleton.ts";
import { BODY_BONES, NECK_PARENT } from "./body-bones.ts";

/**
 * Puts a head's joints on the skeleton of a standing body, whose bones move nothing: TalkingHead and three-vrm ask for them. The
 * node `Armature` above all, which both look for, stands at the origin; the ground is below it.
 * @returns the armature, and all bones by name.
 */
export function addBody(document: Document, { skin, joints }: Skeleton): { armature: Node; bones: Map<string, Node> } {
  const armature = document.createNode("Armature");
  const bones = new Map(joints.map((node) => [node.getName(), node]));
  const places = new Map(BODY_BONES.map(({ name, at }) => [name, at]));
  const inverse: number[] = [...(skin.getInverseBindMatrices()?.getArray() ?? [])];
  const above = (at: readonly number[], parent: readonly number[] | undefined) =>
    at.map((x, k) => x - (parent?.[k] ?? 0)) as [number, number, number];
  for (const { name, parent, at } of BODY_BONES) {
    const node = document.createNode(name).setTranslation(above(at, parent ? places.get(parent) : undefined));
    (parent ? bones.get(parent)! : armature).addChild(node);
    bones.set(name, node);
    skin.addJoint(node);
    inverse.push(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, ...at.map((x) => -x), 1);
  }
  const [neck] = joints;
  neck.setTranslation(above(neck.getTranslation(), places.get(NECK_PARENT)));
  bones.get(NECK_PARENT)!.addChild(neck);
  skin.setSkeleton(bones.get("Hips")!);
  skin.getInverseBindMatrices()!.setArray(new Float32Array(inverse));
  return { armature, bones };
}
