import type { Part } from "../types.ts";
import { addView, type Glb, replaceView } from "./patch-glb.ts";

/** Where an image of the file is used, as the JSON has it. */
interface Uses {
  /** Textures that show the image. */
  textures: Set<number>;
  /** Materials whose base colour is one of them … */
  materials: Set<number>;
  /** … and whether anything else shows it: another slot, another kind of texture. */
  elsewhere: boolean;
}

/**
 * Gives parts an image of new bytes. Where they alone show the image it is replaced; else image, texture and material are
 * copied for them, and everything else stays as it was.
 * @returns the image's name.
 */
export function giveImage(glb: Glb, index: number, parts: Part[], bytes: Uint8Array, mimeType: string): string {
  const { json } = glb;
  const image = json.images[index];
  const name = image.name || `image ${index}`;
  const uses = findUses(glb, index);
  const own = new Set(parts.map(({ mesh, primitive }) => json.meshes[mesh].primitives[primitive]));
  const others = json.meshes
    .flatMap(({ primitives }: { primitives: unknown[] }) => primitives)
    .some((primitive: { material?: number }) => uses.materials.has(primitive.material ?? -1) && !own.has(primitive));
  if (!others && !uses.elsewhere) {
    const shared =
      json.images.filter((other: { bufferView?: number }) => other.bufferView === image.bufferView).length > 1;
    if (image.bufferView === undefined || shared) image.bufferView = addView(glb, bytes);
    else replaceView(glb, image.bufferView, bytes);
    delete image.uri;
    image.mimeType = mimeType;
    return name;
  }
  const copy = json.images.push({ ...image, uri: undefined, bufferView: addView(glb, bytes), mimeType }) - 1;
  const materials = new Map<number, number>();
  for (const primitive of own) {
    const { material } = primitive;
    if (!uses.materials.has(material)) continue;
    if (!materials.has(material)) materials.set(material, copyMaterial(glb, material, index, copy));
    primitive.material = materials.get(material);
  }
  return name;
}

function findUses({ json }: Glb, index: number): Uses {
  const textures = new Set<number>();
  for (const [t, texture] of (json.textures ?? []).entries()) if (imagesOf(texture).includes(index)) textures.add(t);
  const materials = new Set<number>();
  let elsewhere = false;
  for (const [m, material] of (json.materials ?? []).entries()) {
    const base = baseSlots(material).filter((slot) => slot && textures.has(slot.index));
    if (base.length > 0) materials.add(m);
    if (countSlots(material, textures) > base.length) elsewhere = true;
  }
  return { textures, materials, elsewhere };
}

/** Texture references of a material that mean its base colour. */
// biome-ignore lint/suspicious/noExplicitAny: glTF JSON
function baseSlots(material: any): { index: number }[] {
  return [
    material.pbrMetallicRoughness?.baseColorTexture,
    material.extensions?.KHR_materials_pbrSpecularGlossiness?.diffuseTexture,
  ];
}

/** How many texture references of a material, in whatever slot or extension, are among `textures`. */
function countSlots(value: unknown, textures: Set<number>, key = ""): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = /texture$/i.test(key) && textures.has((value as { index: number }).index) ? 1 : 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + countSlots(inner, textures, name), own);
}

// biome-ignore lint/suspicious/noExplicitAny: glTF JSON
function imagesOf(texture: any): number[] {
  const found = [texture.source, ...Object.values<{ source?: number }>(texture.extensions ?? {}).map((e) => e.source)];
  return found.filter((source) => source !== undefined);
}

/** Copies a material with its base colour textures, which then show another image. */
function copyMaterial({ json }: Glb, material: number, image: number, copy: number): number {
  const made = structuredClone(json.materials[material]);
  for (const slot of baseSlots(made)) {
    if (!slot || !imagesOf(json.textures[slot.index]).includes(image)) continue;
    const texture = structuredClone(json.textures[slot.index]);
    if (texture.source === image) texture.source = copy;
    for (const extension of Object.values<{ source?: number }>(texture.extensions ?? {})) {
      if (extension.source === image) extension.source = copy;
    }
    slot.index = json.textures.push(texture) - 1;
  }
  return json.materials.push(made) - 1;
}
