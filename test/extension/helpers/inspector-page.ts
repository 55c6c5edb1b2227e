import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";
import { HemisphericLight } from "@babylonjs/core/Lights/hemisphericLight.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateBox } from "@babylonjs/core/Meshes/Builders/boxBuilder.js";
import { Scene } from "@babylonjs/core/scene.js";
import { ShowInspector } from "@babylonjs/inspector";
import { headArtist } from "../../../extension/inspector/index.tsx";

// Somebody's page: a scene with a shelf, and the Inspector with the head artist in it.
const canvas = document.querySelector("canvas")!;
const engine = new Engine(canvas, true, { preserveDrawingBuffer: true });
// A fourth of the resolution: the CPU draws here.
engine.setHardwareScalingLevel(4);
const scene = new Scene(engine);
const camera = new ArcRotateCamera("camera", Math.PI / 2, 1.3, 1.2, Vector3.Zero(), scene);
camera.minZ = 0.01;
new HemisphericLight("light", Vector3.Up(), scene);
const shelf = CreateBox("shelf", { width: 0.6, height: 0.02, depth: 0.3 }, scene);
shelf.position.y = -0.15;
engine.runRenderLoop(() => scene.render());
const url = new URLSearchParams(location.search).get("service")!;
ShowInspector(scene, { serviceDefinitions: [headArtist({ url })] });
Object.assign(globalThis, { scene });
