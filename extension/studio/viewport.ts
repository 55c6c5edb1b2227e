import "@babylonjs/core/Behaviors/Cameras/autoRotationBehavior.js";
import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { ShadowGenerator } from "@babylonjs/core/Lights/Shadows/shadowGenerator.js";
import "@babylonjs/core/Lights/Shadows/shadowGeneratorSceneComponent.js";
import { BackgroundMaterial } from "@babylonjs/core/Materials/Background/backgroundMaterial.js";
import { ImageProcessingConfiguration } from "@babylonjs/core/Materials/imageProcessingConfiguration.js";
import { Color3, Color4 } from "@babylonjs/core/Maths/math.color.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateDisc } from "@babylonjs/core/Meshes/Builders/discBuilder.js";
import { MeshoptCompression } from "@babylonjs/core/Meshes/Compression/meshoptCompression.js";
import { Scene } from "@babylonjs/core/scene.js";
import { GLTFValidation } from "@babylonjs/loaders/glTF/glTFValidation.js";
import { openEngine } from "./engine/open-engine.ts";
import { createFraming, type Framing } from "./frame-head.ts";
import { lightScene } from "./light/light-scene.ts";
import { LIGHT_STAGES, type LightName } from "./light/stages.ts";

/** Height of a bust's cut in metres. */
const FLOOR = -0.17;

// The page's policy allows no script of a CDN; the studio has these beside it. The validator's is read from a worker, which has no address.
MeshoptCompression.Configuration.decoder.url = "meshopt_decoder.js";
GLTFValidation.Configuration.url = new URL("gltf_validator.js", location.href).href;

/** The studio's scene: a head on a floor that catches its shadow, in soft light. */
export interface Viewport {
  engine: AbstractEngine;
  /** What the user has to know of how it is drawn. */
  notice?: string;
  scene: Scene;
  camera: ArcRotateCamera;
  framing: Framing;
  /** What the scene is lit by. */
  light: LightName;
  /** Something has changed: draws until nothing moves any more. */
  wake(): void;
  /** Draws for as long as this is true, too; asked before each frame. */
  drawWhile(moving: () => boolean): void;
  dispose(): void;
}

/** Milliseconds that the scene is drawn after its last change: textures come and shadows follow within them. */
const LINGER = 1500;

/** In between, the page listens: its modules, the engine and the scene take tens of milliseconds each. */
const breath = () => new Promise((resolve) => setTimeout(resolve));

export async function createViewport(place: HTMLCanvasElement): Promise<Viewport> {
  await breath();
  const { engine, notice } = await openEngine(place);
  const canvas = engine.getRenderingCanvas()!;
  await breath();
  const scene = new Scene(engine);
  scene.clearColor = new Color4(0, 0, 0, 0); // The page's own backdrop shows.
  scene.imageProcessingConfiguration.toneMappingEnabled = true;
  scene.imageProcessingConfiguration.toneMappingType = ImageProcessingConfiguration.TONEMAPPING_KHR_PBR_NEUTRAL;

  // The face looks along +Z: the camera stands there.
  const camera = new ArcRotateCamera("camera", Math.PI / 2, 1.45, 0.72, new Vector3(0, -0.02, 0), scene);
  camera.fov = 0.55;
  camera.minZ = 0.01;
  camera.lowerRadiusLimit = 0.25;
  camera.upperRadiusLimit = 3;
  camera.wheelDeltaPercentage = 0.01;
  camera.attachControl(canvas, true);
  const framing = createFraming(camera, () => ({ width: canvas.clientWidth, height: canvas.clientHeight }));

  const light = lightScene(scene, "studio");
  const shadows = new ShadowGenerator(1024, light.key);
  shadows.useBlurExponentialShadowMap = true;
  shadows.blurKernel = 24;
  shadows.bias = 0.002;

  const floor = CreateDisc("floor", { radius: 0.9, tessellation: 64 }, scene);
  floor.rotation.x = Math.PI / 2;
  floor.position.y = FLOOR;
  floor.receiveShadows = true;
  floor.isPickable = false;
  // Asked for each frame: a head that was taken out of the scene casts no shadow.
  shadows.getShadowMap()!.renderListPredicate = (mesh) => mesh !== floor && !mesh.isBlocked;
  const material = new BackgroundMaterial("floor", scene);
  material.shadowOnly = true;
  material.primaryColor = Color3.Black();
  material.shadowLevel = 0.5;
  floor.material = material;
  const setUp = () => {
    const { shadow, backdrop } = LIGHT_STAGES[light.name];
    material.alpha = shadow;
    const [middle, edge, corner] = backdrop;
    if (canvas.parentElement)
      canvas.parentElement.style.background = `radial-gradient(ellipse at 50% 40%, ${middle}, ${edge} 60%, ${corner})`;
  };
  setUp();

  // A scene at rest is not drawn: a laptop's fan should not pay for a picture that stands still.
  let restAt = 0;
  const causes: (() => boolean)[] = [];
  const wake = () => {
    restAt = performance.now() + LINGER;
  };
  const moves = () => {
    const { inertialAlphaOffset, inertialBetaOffset, inertialRadiusOffset, inertialPanningX, inertialPanningY } =
      camera;
    const gliding =
      inertialAlphaOffset || inertialBetaOffset || inertialRadiusOffset || inertialPanningX || inertialPanningY;
    return (
      gliding !== 0 ||
      camera.useAutoRotationBehavior ||
      scene.animatables.length > 0 ||
      !scene.isReady() ||
      causes.some((moving) => moving())
    );
  };
  for (const event of ["pointerdown", "pointermove", "pointerup", "wheel", "keydown"] as const)
    canvas.addEventListener(event, wake, { passive: true });
  scene.onNewMeshAddedObservable.add(wake);
  scene.onMeshRemovedObservable.add(wake);
  scene.onNewTransformNodeAddedObservable.add(wake);
  scene.onNewMaterialAddedObservable.add(wake);
  scene.onNewTextureAddedObservable.add(wake);
  const resize = new ResizeObserver(() => {
    engine.resize();
    framing.refit();
    wake();
  });
  resize.observe(canvas);
  wake();
  engine.runRenderLoop(() => {
    if (moves()) wake();
    if (performance.now() < restAt) scene.render();
  });
  return {
    engine,
    notice,
    scene,
    camera,
    framing,
    get light() {
      return light.name;
    },
    set light(name) {
      light.change(name);
      setUp();
      wake();
    },
    wake,
    drawWhile(moving) {
      causes.push(moving);
      wake();
    },
    dispose() {
      resize.disconnect();
      engine.dispose();
    },
  };
}
