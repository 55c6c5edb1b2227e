import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { RenderTargetTexture } from "@babylonjs/core/Materials/Textures/renderTargetTexture.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { Scene } from "@babylonjs/core/scene.js";
import { loadHead, type Materials } from "../../../extension/scene/driven/index.ts";
import { lightScene } from "../../../extension/studio/light/light-scene.ts";
import { LIGHT_NAMES } from "../../../extension/studio/light/stages.ts";
import { openEngine } from "./open-engine.ts";

const SIDE = 128;

/** What the page gives its test. */
export interface MaterialsPage {
  /**
   * Draws a head into a texture: what is shown on a page takes a GPU that presents, which a CPU that plays one is not.
   * @returns a mean colour for each light with and without the materials, 0..255, and what was left when the head had gone.
   */
  drawHead(gpu: boolean, glb: number[]): Promise<{ viewport: number[]; gltf: number[]; left: number }>;
}

async function drawHead(gpu: boolean, glb: number[]): ReturnType<MaterialsPage["drawHead"]> {
  const engine = await openEngine(gpu, Object.assign(document.createElement("canvas"), { width: 8, height: 8 }));
  const scene = new Scene(engine);
  const camera = new ArcRotateCamera("camera", Math.PI / 2, 1.4, 0.5, new Vector3(0, 0.17, 0), scene);
  camera.minZ = 0.01;
  const light = lightScene(scene, "studio");
  const target = new RenderTargetTexture("seen", SIDE, scene);
  target.activeCamera = camera;
  const head = await loadHead(scene, new Uint8Array(glb), { blinking: false, breathing: false });
  head.setExpression({ jawOpen: 0.5 });
  target.renderList = [...head.meshes];
  const kinds = { viewport: [] as number[], gltf: [] as number[] };
  for (const name of LIGHT_NAMES)
    for (const kind of Object.keys(kinds) as Materials[]) {
      light.change(name);
      head.materials = kind;
      await scene.whenReadyAsync();
      while (!target.isReadyForRendering()) await new Promise((resolve) => setTimeout(resolve, 50));
      engine.beginFrame();
      target.render();
      engine.endFrame();
      const pixels = (await target.readPixels()) as Uint8Array;
      const sum = pixels.reduce((all, value, i) => all + (i % 4 === 3 ? 0 : value), 0);
      kinds[kind].push(sum / (3 * SIDE * SIDE));
    }
  head.dispose();
  const left = scene.meshes.length + scene.materials.length;
  engine.dispose();
  return { ...kinds, left };
}

Object.assign(globalThis, { drawHead } satisfies MaterialsPage);
