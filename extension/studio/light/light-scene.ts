import { DirectionalLight } from "@babylonjs/core/Lights/directionalLight.js";
import { Color3 } from "@babylonjs/core/Maths/math.color.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { paintEnvironment } from "./paint-environment.ts";
import { LIGHT_STAGES, type LightName, type Sun } from "./stages.ts";

/** The lights of a scene, of one stage at a time. */
export interface SceneLight {
  /** Casts shadows. */
  readonly key: DirectionalLight;
  readonly name: LightName;
  change(name: LightName): void;
}

/** Lights a scene by a stage: an environment, a key light, and a rim from behind. */
export function lightScene(scene: Scene, start: LightName): SceneLight {
  const key = new DirectionalLight("key", Vector3.Down(), scene);
  const rim = new DirectionalLight("rim", Vector3.Down(), scene);
  const aim = (light: DirectionalLight, { direction, intensity, color }: Sun) => {
    light.direction = new Vector3(...direction).normalize();
    light.position = light.direction.scale(-1.2);
    light.intensity = intensity;
    light.diffuse = new Color3(...color);
    light.specular = light.diffuse;
  };
  let shown = start;
  const paint = async (name: LightName) => {
    const stage = LIGHT_STAGES[name];
    // Whoever waits for the scene to be ready waits for it, too.
    scene.addPendingData(stage);
    const environment = await paintEnvironment(scene, stage);
    scene.removePendingData(stage);
    // Another stage may have been chosen meanwhile, or the scene be gone.
    if (shown !== name || scene.isDisposed) return environment.dispose();
    scene.environmentTexture?.dispose();
    scene.environmentTexture = environment;
    scene.environmentIntensity = stage.intensity;
  };
  const change = (name: LightName) => {
    const stage = LIGHT_STAGES[name];
    shown = name;
    aim(key, stage.key);
    aim(rim, stage.rim);
    void paint(name);
  };
  change(start);
  return {
    key,
    get name() {
      return shown;
    },
    change,
  };
}
