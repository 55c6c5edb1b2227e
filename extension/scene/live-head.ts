import { VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import { Material } from "@babylonjs/core/Materials/material.js";
import { PBRMaterial } from "@babylonjs/core/Materials/PBR/pbrMaterial.js";
import { Texture } from "@babylonjs/core/Materials/Textures/texture.js";
import { Color3 } from "@babylonjs/core/Maths/math.color.js";
import { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { type Anchor, headFrame, METRES_PER_UNIT } from "./head-frame.ts";
import type { LiveMask, LiveMesh } from "./read-live.ts";

/** A head that grows in the scene. */
export interface LiveHead {
  readonly frame: TransformNode;
  readonly mesh: Mesh;
  /** Above the crown, for a label. */
  readonly top: TransformNode;
  /** Puts a newer state into the same mesh: a few milliseconds for 20,000 vertices. */
  update(mesh: LiveMesh): void;
  dispose(): void;
}

/** @param scale scene units of a metre. The mesh is left out when the scene is saved. */
export function createLiveHead(scene: Scene, anchor: Anchor, scale: number): LiveHead {
  const frame = headFrame("Head in the making", scene, anchor, METRES_PER_UNIT * scale);
  const material = new PBRMaterial("head in the making", scene);
  material.albedoColor = Color3.White();
  material.metallic = 0;
  material.roughness = 0.75;
  // A surface that still changes has holes and flakes: both sides of it show.
  material.backFaceCulling = false;
  const mesh = new Mesh("head in the making", scene);
  mesh.parent = frame;
  mesh.material = material;
  mesh.isPickable = false;
  mesh.receiveShadows = true;
  const top = new TransformNode("above the head in the making", scene);
  top.parent = frame;
  top.position.y = 0.78;
  // Others keep their distance from it, as from a finished head.
  frame.metadata = { headartistLive: true };
  for (const part of [frame, mesh, top, material]) part.doNotSerialize = true;
  let shown: LiveMask | undefined;
  /** Cuts cards out by a mask; a new one comes once a stage, not with every update. */
  const cutOut = (mask: LiveMask | undefined) => {
    const known = shown?.png.length === mask?.png.length && mask?.png.every((byte, i) => byte === shown?.png[i]);
    if (!mask || known) return;
    shown = mask;
    material.albedoTexture?.dispose();
    const url = URL.createObjectURL(new Blob([mask.png], { type: "image/png" }));
    const texture = new Texture(url, scene, true, false, Texture.BILINEAR_SAMPLINGMODE, () => URL.revokeObjectURL(url));
    texture.hasAlpha = true;
    material.albedoTexture = texture;
    material.useAlphaFromAlbedoTexture = true;
    material.transparencyMode = Material.MATERIAL_ALPHATEST;
    material.alphaCutOff = mask.cutoff;
  };
  return {
    frame,
    mesh,
    top,
    update({ positions, normals, colors, indices, mask }) {
      const same = mesh.getTotalVertices() === positions.length / 3;
      const buffers: [string, Float32Array][] = [
        [VertexBuffer.PositionKind, positions],
        [VertexBuffer.NormalKind, normals],
        [VertexBuffer.ColorKind, colors],
      ];
      if (mask) buffers.push([VertexBuffer.UVKind, mask.uvs]);
      cutOut(mask);
      for (const [kind, data] of buffers) {
        if (same && mesh.isVerticesDataPresent(kind))
          mesh.updateVerticesData(kind, data, kind === VertexBuffer.PositionKind);
        else mesh.setVerticesData(kind, data, true);
      }
      mesh.setIndices(indices);
      mesh.refreshBoundingInfo();
    },
    dispose() {
      frame.dispose(false, true);
    },
  };
}
