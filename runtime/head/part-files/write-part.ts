import { Document, Logger, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, KHRMeshQuantization } from "@gltf-transform/extensions";
import { reorder } from "@gltf-transform/functions";
import { MeshoptEncoder } from "meshoptimizer/encoder";
import { PART_VERSION, type PartDescription } from "./describe.ts";
import { leanJson } from "./write/lean-json.ts";
import type { PartLevel } from "./write/part-level.ts";
import { sortPieces } from "./write/sort-pieces.ts";

const METRES_PER_UNIT = 0.176;
/** Positions of each level are whole multiples of this, metres: small numbers that compress well; nobody sees them at the size at which a level is used. */
const SOLID = [0.0001, 0.0002, 0.0005, 0.0005];
const STEPS = { solid: SOLID, textured: SOLID, strands: [0.0004, 0.0006, 0.0012, 0.0012] };

/** What a maker says of a part; licence and source are those of the parts that ship where they are left out. */
export type Made = Omit<PartDescription, "version" | "levels" | "licence" | "source"> &
  Partial<Pick<PartDescription, "licence" | "source">>;

/**
 * Writes a part's levels as a quantised, meshopt-compressed GLB in metres. The same input gives the same bytes.
 * @param levels finest first, one to four. @param picture of textured parts, encoded.
 */
export async function writePart(
  made: Made,
  levels: readonly PartLevel[],
  picture?: { bytes: Uint8Array; type: "image/png" | "image/jpeg" },
): Promise<Uint8Array> {
  await MeshoptEncoder.ready;
  const document = new Document().setLogger(new Logger(Logger.Verbosity.ERROR));
  document.getRoot().getAsset().generator = "babylon-headartist parts";
  const { licence = "CC0-1.0", source = "modelled by assets/parts/build", ...rest } = made;
  document.getRoot().getAsset().copyright = licence === "CC0-1.0" ? "CC0 1.0" : licence;
  const buffer = document.createBuffer();
  const names = levels.map((_, i) => `LOD${i}`);
  const part: PartDescription = { version: PART_VERSION, ...rest, levels: names, licence, source };
  const root = document.createNode(`${made.kind}-${made.name}`).setExtras({ part });
  const [slot, { color, metallic, roughness }] = Object.entries(made.slots)[0];
  const material = document
    .createMaterial(slot)
    .setBaseColorFactor([...color.map((x) => x ** 2.2), 1] as [number, number, number, number])
    .setMetallicFactor(metallic)
    .setRoughnessFactor(roughness)
    .setDoubleSided(made.surface !== "solid");
  if (picture) {
    const texture = document
      .createTexture(made.name)
      .setMimeType(picture.type)
      .setImage(picture.bytes as Uint8Array<ArrayBuffer>);
    material.setBaseColorFactor([1, 1, 1, 1]).setBaseColorTexture(texture);
  }
  if (made.cutoff !== undefined) material.setAlphaMode("MASK").setAlphaCutoff(made.cutoff);
  for (const [i, level] of levels.map(sortPieces).entries()) {
    const step = STEPS[made.surface][i];
    const count = level.positions.length / 3;
    const attribute = (
      array: Int16Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
      type: "VEC2" | "VEC3",
      normalized: boolean,
    ) => document.createAccessor().setType(type).setArray(array).setNormalized(normalized).setBuffer(buffer);
    const round = (values: ArrayLike<number>, by: number) => Array.from(values, (x) => Math.round(x * by));
    const places = Int16Array.from(round(level.positions, METRES_PER_UNIT / step));
    const primitive = document
      .createPrimitive()
      .setMaterial(material)
      .setAttribute("POSITION", attribute(places, "VEC3", false))
      .setAttribute("NORMAL", attribute(Int8Array.from(round(level.normals, 127)), "VEC3", true))
      .setAttribute(
        "TEXCOORD_0",
        attribute(
          // Of pictures every texel counts; of slots and strands the column does.
          picture ? Uint16Array.from(round(level.uvs, 65535)) : Uint8Array.from(round(level.uvs, 255)),
          "VEC2",
          true,
        ),
      )
      .setIndices(
        document
          .createAccessor()
          .setType("SCALAR")
          .setArray(count < 65535 ? Uint16Array.from(level.triangles) : Uint32Array.from(level.triangles))
          .setBuffer(buffer),
      );
    if (level.colors)
      primitive.setAttribute("COLOR_0", attribute(Uint16Array.from(round(level.colors, 65535)), "VEC3", true));
    const mesh = document.createMesh(names[i]).addPrimitive(primitive);
    root.addChild(document.createNode(names[i]).setMesh(mesh).setScale([step, step, step]));
  }
  const scene = document.createScene(made.name).addChild(root);
  document.getRoot().setDefaultScene(scene);
  document.createExtension(KHRMeshQuantization).setRequired(true);
  await document.transform(reorder({ encoder: MeshoptEncoder, target: "size" }));
  document
    .createExtension(EXTMeshoptCompression)
    .setRequired(true)
    .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.FILTER });
  const io = new WebIO()
    .registerExtensions([EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ "meshopt.encoder": MeshoptEncoder });
  return leanJson(await io.writeBinary(document));
}
