import type { AssetContainer } from "@babylonjs/core/assetContainer.js";
import { Material } from "@babylonjs/core/Materials/material.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";

/**
 * Makes a coarser level's meshes levels of the finest ones, by `addLODLevel`. A level's meshes are merged by the way they are drawn
 * (opaque, cut out, blended): the first finest mesh drawn that way shows them, the others show nothing from there on.
 * @param finest meshes of `head.glb`. @param distance from the camera, scene units.
 */
export function joinLevel(
  finest: AbstractMesh[],
  level: AssetContainer,
  root: TransformNode,
  distance: number,
): Mesh[] {
  const meshes = finest.filter((mesh): mesh is Mesh => mesh instanceof Mesh && mesh.getTotalVertices() > 0);
  const skeleton = meshes.find((mesh) => mesh.skeleton)?.skeleton;
  const joined: Mesh[] = [];
  const shown = new Set<Mesh>();
  for (const mesh of level.meshes) {
    if (!(mesh instanceof Mesh) || mesh.getTotalVertices() === 0) continue;
    const master = meshes.find((other) => drawing(other) === drawing(mesh) && !shown.has(other));
    if (!master) continue;
    mesh.parent = root;
    mesh.skeleton = skeleton ?? null;
    mesh.receiveShadows = master.receiveShadows;
    master.addLODLevel(distance, mesh);
    shown.add(master);
    joined.push(mesh);
  }
  for (const mesh of meshes) if (!shown.has(mesh)) mesh.addLODLevel(distance, null);
  // The level's own joints move nothing any more. Disposing takes them out of the container's lists.
  for (const other of [...level.skeletons]) if (other !== skeleton) other.dispose();
  for (const node of [...level.transformNodes]) node.dispose(true);
  for (const node of [...level.rootNodes]) if (!joined.includes(node as Mesh)) node.dispose(true);
  return joined;
}

function drawing({ material }: Mesh): "opaque" | "cutout" | "blend" {
  const mode = material?.transparencyMode;
  if (mode === Material.MATERIAL_ALPHATEST) return "cutout";
  return mode === Material.MATERIAL_ALPHABLEND ? "blend" : "opaque";
}
