import type { Document, Material, Node, Texture } from "@gltf-transform/core";
import type { Layer, LayerMesh, LayerName, Surface as LayerSurface, Picture } from "../../head/layers/types.ts";
import { keepTriangles } from "../../head/part-files/dress/keep-triangles.ts";
import { layeredSurface } from "../preview/layered-surface.ts";
import type { Surface } from "../preview/surfaces.ts";
import { readAttribute, transformed } from "../read-attribute.ts";
import type { DecodeImage } from "../types.ts";
import { LAYERED_GLB_DEFAULTS } from "./options.ts";
import type { WrittenLayer } from "./written-layer.ts";

/** A finished head, read back from its GLB. */
export interface FinishedHead {
  /** Level 0 in head space. */
  surface: Surface;
  /** What was kept as the root's extras. */
  extras: Record<string, unknown>;
  /** The finest level of a head of layers, as far as it is drawn at rest: no joints, no targets. */
  layers?: Layer[];
}

/** Reads a head that `writeLayers` wrote. @throws Error where a texture is of a kind that is not read back. */
export async function readLayers(document: Document, decodeImage: DecodeImage): Promise<FinishedHead> {
  const root = document.getRoot();
  const extras =
    root
      .listNodes()
      .map((node) => node.getExtras())
      .find(({ headartist }) => headartist) ?? {};
  const told = (extras.headartist ?? {}) as { metresPerUnit?: number; origin?: number[] };
  const { metresPerUnit = LAYERED_GLB_DEFAULTS.metresPerUnit, origin = [0, 0, 0] } = told;
  const pictures = new Map<Texture, Promise<Picture>>();
  const decode = (texture: Texture | null): Promise<Picture> | undefined => {
    if (!texture) return undefined;
    if (texture.getMimeType() === "image/ktx2")
      throw new Error("its textures are KTX2, which is not read back; bake the head with another --texture-format");
    const known = pictures.get(texture) ?? decodeImage(texture.getImage()!).then(pictureOf);
    pictures.set(texture, known);
    return known;
  };
  const layers: Layer[] = [];
  for (const node of root.listNodes()) {
    const [primitive] = node.getMesh()?.listPrimitives() ?? [];
    if (!primitive) continue;
    const placed = transformed(readAttribute(primitive, "POSITION"), restOf(node), 1 / metresPerUnit);
    const positions = placed.map((value, i) => value + origin[i % 3]);
    const count = positions.length / 3;
    const mesh: LayerMesh = {
      positions,
      normals: readAttribute(primitive, "NORMAL"),
      uvs: primitive.getAttribute("TEXCOORD_0") ? readAttribute(primitive, "TEXCOORD_0") : new Float32Array(2 * count),
      ...(primitive.getAttribute("COLOR_0") && { colors: readAttribute(primitive, "COLOR_0") }),
      triangles: Uint32Array.from(primitive.getIndices()?.getArray() ?? []),
      weld: Uint32Array.from({ length: count }, (_, v) => v),
      joints: new Uint8Array(4 * count),
      weights: new Float32Array(4 * count),
      targets: new Map(),
    };
    const surface = await surfaceOf(primitive.getMaterial(), decode);
    const pieces = node.getMesh()!.getExtras().layers as WrittenLayer["pieces"];
    for (const { name, start, count } of pieces ?? [])
      layers.push({
        name: name as LayerName,
        surface,
        levels: [keepTriangles(mesh, [...mesh.triangles.subarray(start, start + count)])],
      });
    if (!pieces) layers.push({ name: node.getName() as LayerName, surface, levels: [mesh] });
  }
  return { surface: layeredSurface({ layers }), extras, layers };
}

/** From a skinned mesh's stored places to metres at rest: every joint says the same there. */
function restOf(node: Node): readonly number[] {
  const skin = node.getSkin();
  const joint = skin?.listJoints()[0];
  const inverse = skin?.getInverseBindMatrices()?.getElement(0, []);
  if (!joint || !inverse) return node.getWorldMatrix();
  const rest = joint.getWorldMatrix();
  return Array.from({ length: 16 }, (_, i) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + rest[4 * k + (i % 4)] * inverse[4 * Math.floor(i / 4) + k], 0),
  );
}

async function surfaceOf(
  material: Material | null,
  decode: (texture: Texture | null) => Promise<Picture> | undefined,
): Promise<LayerSurface> {
  if (!material) return { name: "" };
  const [baseColor, orm] = await Promise.all([
    decode(material.getBaseColorTexture()),
    decode(material.getMetallicRoughnessTexture()),
  ]);
  return {
    name: material.getName(),
    baseColor,
    orm,
    color: [...material.getBaseColorFactor()],
    roughness: material.getRoughnessFactor(),
    metallic: material.getMetallicFactor(),
    alphaCutoff: material.getAlphaMode() === "MASK" ? material.getAlphaCutoff() : undefined,
    blend: material.getAlphaMode() === "BLEND",
    doubleSided: material.getDoubleSided(),
  };
}

const pictureOf = ({ rgba, width, height }: { rgba: Uint8Array; width: number; height: number }): Picture => ({
  width,
  height,
  data: rgba,
  channels: 4,
});
