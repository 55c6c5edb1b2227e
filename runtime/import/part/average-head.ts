import { Document, WebIO } from "@gltf-transform/core";
import { buildAnatomy } from "../../head/anatomy/build.ts";
import { loadAnatomy } from "../../head/anatomy/load.ts";

/** What is written of the anatomy: what a modeller sees and lays things on. */
const SHOWN = ["Skin", "EyeLeft", "EyeRight"] as const;

/**
 * The average head as a GLB, which parts are modelled on: metres, +Y up, face to +Z, the origin between the eyes.
 * @param readTemplate a file of `assets/template` by its name.
 */
export async function averageHeadGlb(readTemplate: (name: string) => Promise<Uint8Array>): Promise<Uint8Array> {
  const anatomy = await loadAnatomy(readTemplate);
  const { layers } = buildAnatomy(anatomy);
  const document = new Document();
  document.getRoot().getAsset().copyright = "CC0 1.0";
  const buffer = document.createBuffer();
  const scene = document.createScene("average head");
  for (const name of SHOWN) {
    const [mesh] = layers[name];
    const attribute = (type: "VEC2" | "VEC3" | "SCALAR", values: Float32Array | Uint32Array) =>
      document
        .createAccessor()
        .setType(type)
        .setArray(values as Float32Array<ArrayBuffer>)
        .setBuffer(buffer);
    const primitive = document
      .createPrimitive()
      .setAttribute(
        "POSITION",
        attribute(
          "VEC3",
          mesh.positions.map((x) => x * anatomy.metresPerUnit),
        ),
      )
      .setAttribute("NORMAL", attribute("VEC3", mesh.normals))
      .setAttribute("TEXCOORD_0", attribute("VEC2", mesh.uvs))
      .setIndices(attribute("SCALAR", mesh.triangles));
    scene.addChild(document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive)));
  }
  return new WebIO().writeBinary(document);
}
