import { TalkingHead } from "@met4citizen/talkinghead";
import { type VRM, VRMLoaderPlugin } from "@pixiv/three-vrm";
import { type Bone, Box3, type Mesh, type SkinnedMesh, Vector3 } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";

/** What a program of somebody else's finds in a head's file. */
export interface Consumers {
  three(
    url: string,
  ): Promise<{ meshes: string[]; bones: string[]; targets: string[]; height: number; textures: number }>;
  vrm(url: string): Promise<{ expressions: string[]; mouth: number; eyeTurn: number }>;
  talkingHead(url: string): Promise<{ visemes: string[]; smile: number }>;
}

const consumers: Consumers = {
  async three(url) {
    const { scene } = await new GLTFLoader().loadAsync(url);
    const meshes: Mesh[] = [];
    const bones: Bone[] = [];
    scene.traverse((node) => {
      if ((node as Mesh).isMesh) meshes.push(node as Mesh);
      if ((node as Bone).isBone) bones.push(node as Bone);
    });
    const skin = meshes.find(({ name }) => name === "Skin") as SkinnedMesh;
    const textures = new Set(
      meshes.flatMap(({ material }) => Object.values(material).filter((value) => value?.isTexture)),
    );
    return {
      meshes: meshes.map(({ name }) => name),
      bones: bones.map(({ name }) => name),
      targets: Object.keys(skin.morphTargetDictionary ?? {}),
      height: new Box3().setFromObject(skin).getSize(new Vector3()).y,
      textures: textures.size,
    };
  },
  async vrm(url) {
    const loader = new GLTFLoader();
    loader.register((parser) => new VRMLoaderPlugin(parser));
    const gltf = await loader.loadAsync(url);
    const vrm = gltf.userData.vrm as VRM;
    const skin = gltf.scene.getObjectByName("Skin") as SkinnedMesh;
    vrm.expressionManager!.setValue("aa", 1);
    vrm.lookAt!.autoUpdate = false;
    vrm.lookAt!.yaw = 30;
    vrm.update(0.1);
    const eye = vrm.humanoid.getRawBoneNode("leftEye")!;
    return {
      expressions: Object.keys(vrm.expressionManager!.expressionMap),
      mouth: skin.morphTargetInfluences![skin.morphTargetDictionary!.viseme_aa],
      eyeTurn: Math.abs(2 * Math.acos(Math.min(1, Math.abs(eye.quaternion.w)))),
    };
  },
  async talkingHead(url) {
    const place = document.body.appendChild(document.createElement("div"));
    place.style.cssText = "width: 320px; height: 320px";
    const head = new TalkingHead(place, { ttsEndpoint: "none", lipsyncModules: [], cameraView: "head" });
    await head.showAvatar({ url, body: "F", avatarMood: "neutral" });
    head.stop();
    const morphs = Object.keys(head.mtAvatar as Record<string, unknown>);
    head.setFixedValue("mouthSmile", 1);
    head.animate(performance.now() + 500);
    const smile = (head.mtAvatar as Record<string, { value?: number; fixed?: number }>).mouthSmile.fixed ?? 0;
    return { visemes: morphs.filter((name) => name.startsWith("viseme_")), smile };
  },
};
Object.assign(globalThis, { consumers });
