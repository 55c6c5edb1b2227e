import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";
import "@babylonjs/core/Engines/AbstractEngine/abstractEngine.query.js";
import "@babylonjs/core/Engines/Extensions/engine.query.js";
import { HemisphericLight } from "@babylonjs/core/Lights/hemisphericLight.js";
import { Color4 } from "@babylonjs/core/Maths/math.color.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { Scene } from "@babylonjs/core/scene.js";
import { ShowInspector } from "@babylonjs/inspector";
import { headArtist } from "babylon-headartist/inspector";

const engine = new Engine(document.querySelector("canvas"), true, { preserveDrawingBuffer: true });
// Half the resolution: the CPU draws here.
engine.setHardwareScalingLevel(2);
const scene = new Scene(engine);
scene.clearColor = new Color4(0, 0, 0, 0);
const camera = new ArcRotateCamera("camera", Math.PI / 2, 1.3, 1.2, Vector3.Zero(), scene);
camera.minZ = 0.01;
new HemisphericLight("light", Vector3.Up(), scene);
engine.runRenderLoop(() => scene.render());
const url = new URLSearchParams(location.search).get("service");
ShowInspector(scene, { serviceDefinitions: [headArtist({ url })] });
