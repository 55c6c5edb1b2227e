import type { Document, Material } from "@gltf-transform/core";
import type { Slot } from "../../head/part-files/describe.ts";
import { toSrgb } from "../../head/surfaces/color.ts";
import { faceNormals } from "../../mesh/face-normals.ts";
import { type SourceMesh, sampleMesh } from "../source/source-mesh.ts";
import { ImportError, type Part } from "../types.ts";

/** Each material becomes a colour slot, a column of the texture coordinates or a cell of the picture. */
const MOST_SLOTS = 8;

/** What a part's slots are made of. */
export interface SourceSlot {
  name: string;
  slot: Slot;
  material: Material | null;
  /** One of the source's parts that shows it. */
  part: Part;
}

/**
 * Materials by name, each with the mean of the colours that it shows, and which of them each triangle has.
 * @returns the slots, the one of most area first, and U8 [F] which of them each triangle has.
 * @throws ImportError "materials" where they are too many.
 */
export function readSlots(document: Document, mesh: SourceMesh): { slots: SourceSlot[]; slotOf: Uint8Array } {
  const materials = mesh.parts.map((part) => materialOf(document, part));
  const keys = mesh.parts.map(
    (part, i) => `${slotName(materials[i]?.getName() || part.name)} ${part.paint.imageIndex}`,
  );
  const { areas } = faceNormals(mesh);
  const size = new Map<string, number>();
  for (let t = 0; t < areas.length; t++) {
    const key = keys[mesh.partOf[t]];
    size.set(key, (size.get(key) ?? 0) + areas[t]);
  }
  const order = [...size].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  if (order.length > MOST_SLOTS) {
    throw new ImportError(
      "materials",
      `it has ${order.length} materials, of which ${MOST_SLOTS} can become colour slots; join some of them`,
    );
  }
  const numbers = keys.map((key) => order.indexOf(key));
  const slotOf = Uint8Array.from(mesh.partOf, (part) => numbers[part]);
  const colors = meanColors(mesh, { slotOf, areas, count: order.length });
  const names = order.map((key) => key.split(" ")[0]);
  const slots = order.map((key, i): SourceSlot => {
    const at = keys.indexOf(key);
    const twins = names.slice(0, i).filter((name) => name === names[i]).length;
    return {
      name: twins > 0 ? `${names[i]}-${twins + 1}` : names[i],
      slot: { color: colors[i], ...glossOf(materials[at]) },
      material: materials[at],
      part: mesh.parts[at],
    };
  });
  return { slots, slotOf };
}

const materialOf = (document: Document, { mesh, primitive }: Part) =>
  document.getRoot().listMeshes()[mesh].listPrimitives()[primitive].getMaterial();

/** sRGB means over the area; what is seen through counts by its alpha. */
function meanColors(
  mesh: SourceMesh,
  { slotOf, areas, count }: { slotOf: Uint8Array; areas: Float32Array; count: number },
): Slot["color"][] {
  const sums = Array.from({ length: count }, () => [0, 0, 0, 0]);
  const texel = [0, 0, 0, 0];
  for (let t = 0; t < slotOf.length; t++) {
    for (const [u, v] of [
      [1 / 3, 1 / 3],
      [1 / 6, 1 / 6],
      [2 / 3, 1 / 6],
      [1 / 6, 2 / 3],
    ]) {
      sampleMesh(mesh, t, [u, v], texel);
      const weight = areas[t] * (texel[3] + 1e-4);
      for (let c = 0; c < 3; c++) sums[slotOf[t]][c] += weight * texel[c];
      sums[slotOf[t]][3] += weight;
    }
  }
  return sums.map(
    ([r, g, b, weight]) => [r, g, b].map((x) => round(toSrgb(weight > 0 ? x / weight : 0.2))) as Slot["color"],
  );
}

/** Factors alone; where a picture says it, cloth is assumed. */
function glossOf(material: Material | null): Pick<Slot, "metallic" | "roughness" | "opacity"> {
  if (!material) return { metallic: 0, roughness: 0.8 };
  const opacity = material.getAlphaMode() === "BLEND" ? material.getBaseColorFactor()[3] : 1;
  const clear = opacity < 1 && !material.getBaseColorTexture() ? { opacity: round(opacity) } : {};
  if (material.getMetallicRoughnessTexture()) return { metallic: 0, roughness: 0.8, ...clear };
  return { metallic: round(material.getMetallicFactor()), roughness: round(material.getRoughnessFactor()), ...clear };
}

function slotName(full: string): string {
  const last = full.split(" / ").at(-1) ?? "";
  return (
    last
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "main"
  );
}

const round = (x: number) => Math.round(1000 * x) / 1000;
