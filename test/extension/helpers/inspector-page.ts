import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";
import "@babylonjs/core/Engines/AbstractEngine/abstractEngine.query.js";
import "@babylonjs/core/Engines/Extensions/engine.query.js";
import { HemisphericLight } from "@babylonjs/core/Lights/hemisphericLight.js";
import { StandardMaterial } from "@babylonjs/core/Materials/standardMaterial.js";
import { Color3, Color4 } from "@babylonjs/core/Maths/math.color.js";
import { Matrix, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateBox } from "@babylonjs/core/Meshes/Builders/boxBuilder.js";
import { Scene } from "@babylonjs/core/scene.js";
import { ShowInspector } from "@babylonjs/inspector";
import { headArtist } from "../../../extension/inspector/index.tsx";

/** What the page gives its test. */
export interface HostPage {
  scene: Scene;
  /** Where on the page the centre of a mesh is seen, in CSS pixels. */
  pixelOf(name: string): [number, number];
}

// Somebody's page: a scene with a black shelf, and the Inspector with the head artist in it.
const canvas = document.querySelector("canvas")!;
const engine = new Engine(canvas, true, { preserveDrawingBuffer: true });
// Half the resolution: the CPU draws here.
engine.setHardwareScalingLevel(2);
const scene = new Scene(engine);
scene.clearColor = new Color4(0, 0, 0, 0);
const camera = new ArcRotateCamera("camera", Math.PI / 2, 1.3, 1.2, Vector3.Zero(), scene);
camera.minZ = 0.01;
new HemisphericLight("light", Vector3.Up(), scene);
const shelf = CreateBox("shelf", { width: 0.6, height: 0.02, depth: 0.3 }, scene);
shelf.position.y = -0.15;
const black = new StandardMaterial("black", scene);
black.diffuseColor = black.specularColor = Color3.Black();
shelf.material = black;
engine.runRenderLoop(() => scene.render());
const url = new URLSearchParams(location.search).get("service")!;
ShowInspector(scene, { serviceDefinitions: [headArtist({ url })] });
function pixelOf(name: string): [number, number] {
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const { centerWorld } = scene.getMeshByName(name)!.getBoundingInfo().boundingBox;
  const viewport = camera.viewport.toGlobal(width, height);
  const seen = Vector3.Project(centerWorld, Matrix.IdentityReadOnly, scene.getTransformMatrix(), viewport);
  return [x + seen.x, y + seen.y];
}
Object.assign(globalThis, { scene, pixelOf } satisfies HostPage);
