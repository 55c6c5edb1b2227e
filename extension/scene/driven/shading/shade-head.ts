import type { Material } from "@babylonjs/core/Materials/material.js";
import { PBRMaterial } from "@babylonjs/core/Materials/PBR/pbrMaterial.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import { EYE } from "../../../../shaders/viewport/eye.ts";
import { HAIR } from "../../../../shaders/viewport/hair.ts";
import { SKIN } from "../../../../shaders/viewport/skin.ts";
import { definePlugin, type ShadingPlugin } from "./plugin.ts";

/** Skin, eyes and hair as the viewport draws them, or as any glTF viewer does. */
export type Materials = "viewport" | "gltf";

const SkinPlugin = definePlugin("HeadArtistSkin", SKIN);
const EyePlugin = definePlugin("HeadArtistEye", EYE);
const HairPlugin = definePlugin("HeadArtistHair", HAIR);

/** Switches how a head's skin, eyes and hair are drawn. Its materials stay what they are; nothing of this is exported or saved. */
export function createShading(meshes: readonly AbstractMesh[], start: Materials): (materials: Materials) => void {
  const plugins = new Map<Material, ShadingPlugin | undefined>();
  const set = (materials: Materials) => {
    const wanted = materials === "viewport";
    for (const mesh of meshes) {
      const { material } = mesh;
      if (!material) continue;
      if (wanted && !plugins.has(material)) plugins.set(material, pluginFor(mesh.name, material));
      const plugin = plugins.get(material);
      if (plugin) plugin.enabled = wanted;
    }
  };
  set(start);
  return set;
}

function pluginFor(mesh: string, material: Material): ShadingPlugin | undefined {
  if (!(material instanceof PBRMaterial) || !material.albedoTexture) return undefined;
  if (mesh === "Skin") return new SkinPlugin(material);
  if (mesh.startsWith("Eye")) return new EyePlugin(material);
  // Strands: their tangents tell where they run. What else is brushed is metal.
  return material.anisotropy.isEnabled && material.metallic === 0 ? new HairPlugin(material) : undefined;
}
