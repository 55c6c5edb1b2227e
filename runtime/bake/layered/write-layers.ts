import { Document, Logger, type Node, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression } from "@gltf-transform/extensions";
import { quantize } from "@gltf-transform/functions";
import { MeshoptEncoder } from "meshoptimizer/encoder";
import { JOINT_NAMES, type LayeredHead } from "../../head/layers/types.ts";
import type { EncodeImage } from "../types.ts";
import { addBody } from "./avatar/add-body.ts";
import { withExtraTargets } from "./avatar/extra-targets.ts";
import { Vrm } from "./avatar/vrm.ts";
import { createMaterial, type TextureCache } from "./create-material.ts";
import { createMesh } from "./create-mesh.ts";
import { createSkeleton } from "./create-skeleton.ts";
import { HEAD_EXTENSIONS } from "./extensions.ts";
import { checkLayeredOptions, LAYERED_GLB_DEFAULTS, type LayeredGlbOptions } from "./options.ts";
import type { WrittenLayer } from "./written-layer.ts";

/**
 * Writes the finest level of what it is given as GLB: a skinned mesh for each that is given, joints `Neck` … `RightEye`, morph targets by name in
 * `mesh.extras.targetNames`. Metres, +Y up, face along +Z, the origin in the middle of the neck's seam. Skinned meshes stand at the
 * top of the scene, as the specification wants them (glTF 2.0, 3.7.3.2). The same arguments give the same bytes.
 * Layers without triangles there are left out.
 * @throws BakeError "bad-options".
 */
export async function writeLayers(
  head: Omit<LayeredHead, "layers"> & { layers: WrittenLayer[] },
  encodeImage: EncodeImage,
  options: Partial<LayeredGlbOptions> = {},
): Promise<Uint8Array> {
  const settings = { ...LAYERED_GLB_DEFAULTS, ...options };
  checkLayeredOptions(settings);
  const document = new Document().setLogger(new Logger(Logger.Verbosity.ERROR));
  const asset = document.getRoot().getAsset();
  asset.generator = settings.generator;
  if (settings.copyright) asset.copyright = settings.copyright;
  const scene = document.createScene("Character");
  document.getRoot().setDefaultScene(scene);
  const skeleton = createSkeleton(document, head, settings.metresPerUnit);
  const { skin, joints } = skeleton;
  joints[0].setExtras(settings.extras);
  // An avatar's meshes stand under its armature, where TalkingHead looks for them.
  const body = settings.avatar ? addBody(document, skeleton) : undefined;
  const root = body ? body.armature : scene;
  scene.addChild(body ? body.armature : joints[0]);
  const textures: TextureCache = new Map();
  for (const layer of head.layers) {
    const [own] = layer.levels;
    const mesh = settings.avatar ? withExtraTargets(own) : own;
    if (mesh.triangles.length === 0) continue;
    const { surface, name, pieces } = layer;
    const material = await createMaterial(document, surface, textures, encodeImage, settings.textures);
    const tangents = surface.normal !== undefined || surface.anisotropy !== undefined;
    const place = { name, material, origin: head.origin, tangents, pieces };
    root.addChild(
      document
        .createNode(name)
        .setMesh(await createMesh(document, mesh, place, settings))
        .setSkin(skin),
    );
  }
  if (body) describeVrm(document, head, body.bones, settings);
  return writeBinary(document, settings);
}

function describeVrm(
  document: Document,
  { joints }: Pick<LayeredHead, "joints">,
  bones: Map<string, Node>,
  { name, metresPerUnit }: LayeredGlbOptions,
): void {
  const [head, left, right] = (["Head", "LeftEye", "RightEye"] as const).map(
    (joint) => joints[JOINT_NAMES.indexOf(joint)],
  );
  const eyes = head.map((x, k) => ((left[k] + right[k]) / 2 - x) * metresPerUnit) as [number, number, number];
  document.createExtension(Vrm).describe({ name, authors: ["babylon-headartist"], eyes }, bones);
}

async function writeBinary(document: Document, { compress }: LayeredGlbOptions): Promise<Uint8Array> {
  await MeshoptEncoder.ready;
  const io = new WebIO().setLogger(document.getLogger()).registerExtensions([...HEAD_EXTENSIONS, Vrm]);
  if (compress) {
    io.registerDependencies({ "meshopt.encoder": MeshoptEncoder });
    // One volume for all meshes, since they share a skin: 14 bits of a 0.4 m head are 25 µm.
    await document.transform(
      quantize({ quantizePosition: 14, quantizeTexcoord: 14, quantizeNormal: 8, quantizationVolume: "scene" }),
    );
    document
      .createExtension(EXTMeshoptCompression)
      .setRequired(true)
      .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.QUANTIZE });
  }
  return io.writeBinary(document);
}
