import { readFile } from "node:fs/promises";
import { NodeIO, type Texture } from "@gltf-transform/core";
import { EXTTextureWebP } from "@gltf-transform/extensions";
import sharp from "sharp";
import type { LayeredHead, Picture } from "../../../runtime/head/layers/types.ts";

/** A head of one surface, as `generate` writes its GLB, as one that the renderer of layered heads draws. */
export async function readGridHead(file: string): Promise<LayeredHead> {
  const io = new NodeIO().registerExtensions([EXTTextureWebP]);
  const document = await io.readBinary(await readFile(file));
  const node = document
    .getRoot()
    .listNodes()
    .find((each) => each.getMesh());
  const primitive = node?.getMesh()?.listPrimitives()[0];
  const material = primitive?.getMaterial();
  if (!node || !primitive || !material) throw new Error(`${file} holds no head of generate's`);
  const values = (name: string) => Float32Array.from(primitive.getAttribute(name)?.getArray() ?? []);
  const { metresPerUnit = 0.176 } = (document
    .getRoot()
    .listNodes()
    .map((each) => each.getExtras().headartist)
    .find(Boolean) ?? {}) as { metresPerUnit?: number };
  const positions = values("POSITION").map((x) => x / metresPerUnit);
  const count = positions.length / 3;
  const picture = async (texture: Texture | null, name: string): Promise<Picture> => {
    const image = texture?.getImage();
    if (!image) throw new Error(`${file} has no ${name} texture`);
    const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: 3, data: new Uint8Array(data) };
  };
  return {
    layers: [
      {
        name: "Skin",
        surface: {
          name: "Head",
          baseColor: await picture(material.getBaseColorTexture(), "colour"),
          normal: await picture(material.getNormalTexture(), "normal"),
          orm: await picture(material.getMetallicRoughnessTexture(), "roughness"),
          metallic: material.getMetallicFactor(),
          roughness: material.getRoughnessFactor(),
        },
        levels: [
          {
            positions,
            normals: values("NORMAL"),
            uvs: values("TEXCOORD_0"),
            triangles: Uint32Array.from(primitive.getIndices()?.getArray() ?? []),
            weld: Uint32Array.from({ length: count }, (_, i) => i),
            joints: new Uint8Array(4 * count),
            weights: Float32Array.from({ length: 4 * count }, (_, i) => Number(i % 4 === 0)),
            targets: new Map(),
          },
        ],
      },
    ],
    joints: [],
    origin: [0, 0, 0],
    sockets: [],
  };
}
