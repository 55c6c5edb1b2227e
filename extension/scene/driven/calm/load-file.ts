import type { AssetContainer } from "@babylonjs/core/assetContainer.js";
import { LoadAssetContainerAsync } from "@babylonjs/core/Loading/sceneLoader.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { Scene } from "@babylonjs/core/scene.js";
import type { GLTFLoader } from "@babylonjs/loaders/glTF/2.0/glTFLoader.js";
import type { IGLTFLoaderExtension } from "@babylonjs/loaders/glTF/2.0/glTFLoaderExtension.js";
import { registerGLTFExtension } from "@babylonjs/loaders/glTF/2.0/glTFLoaderExtensionRegistry.js";
import "@babylonjs/loaders/glTF/2.0/index.js";
import { createBreath } from "./breath.ts";

const NAME = "headartist_pieces";
/** After those that unpack what they read. */
const ORDER = 1000;

/**
 * Babylon's loader adds 67 targets to as many meshes in one go. Whatever is read of a file of ours comes in turn instead, with a breath
 * in between, and what is made of it with it.
 */
function inPieces(loader: GLTFLoader): IGLTFLoaderExtension {
  const breath = createBreath();
  let turn = Promise.resolve();
  return {
    name: NAME,
    order: ORDER,
    enabled: NAME in loader.parent.extensionOptions,
    dispose() {},
    loadBufferViewAsync(_, { buffer, byteOffset = 0, byteLength }) {
      turn = turn.then(breath);
      return turn.then(() =>
        loader.loadBufferAsync(`/buffers/${buffer}`, loader.gltf.buffers![buffer], byteOffset, byteLength),
      );
    },
  };
}
registerGLTFExtension(NAME, false, inPieces);

/**
 * Loads a GLB in pieces between which the page goes on. One shader serves all weights of morph targets, and computes those that are not 0:
 * the loader's own way to have one computes all.
 */
export async function loadFile(scene: Scene, glb: ArrayBuffer): Promise<AssetContainer> {
  const container = await LoadAssetContainerAsync(new Uint8Array(glb), scene, {
    pluginExtension: ".glb",
    pluginOptions: {
      gltf: { useMaxMorphTargetInfluencers: false, onMeshLoaded: withoutTexture, extensionOptions: { [NAME]: {} } },
    },
  });
  const breath = createBreath();
  for (const { morphTargetManager: targets } of container.meshes) {
    if (!targets) continue;
    await breath();
    targets.areUpdatesFrozen = true;
    targets.useTextureToStoreTargets = true;
    targets.numMaxInfluencers = targets.numTargets;
    targets.areUpdatesFrozen = false;
  }
  return container;
}

/** The texture of a mesh's targets is made when all of them are there, once. */
function withoutTexture({ morphTargetManager }: AbstractMesh): void {
  if (morphTargetManager) morphTargetManager.useTextureToStoreTargets = false;
}
