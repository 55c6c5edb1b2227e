import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Material, type Primitive, WebIO } from "@gltf-transform/core";
import { HEAD_EXTENSIONS } from "../../../runtime/bake/layered/extensions.ts";
import type { BuiltAnatomy } from "../../../runtime/head/anatomy/build.ts";
import type { HeadKit } from "../../../runtime/head/layers/kit.ts";
import type { LayerMesh } from "../../../runtime/head/layers/types.ts";
import { HEAD_FILES, LEVEL_FILES } from "../../../runtime/head/store.ts";
import { decodeImage } from "../../../runtime/host/node/images.ts";
import { nearSkin } from "../../../runtime/stages/layers/shape/near-skin.ts";

/** What an edit did to a head of layers, read from both files. */
export interface Comparison {
  /** What is not the parent's byte for byte, came or went: "Skin.mesh", "Hair.surface". */
  changed: string[];
  /** Furthest move of a face landmark outside the regions, percent of the head's height; undefined where there is none. */
  landmarksMoved?: number;
  /** Largest change of one of the skin's colours outside the regions, and their mean, in 255ths. */
  colorOutside?: { most: number; mean: number };
}

/** Width of the border around regions within which an edit may still be seen, in head units. */
const BORDER = 0.15;

/** Compares two heads of one template. @param regions names of template regions that the edit is of; none: the whole head. */
export async function compareHeads(kit: HeadKit, before: string, after: string, regions: readonly string[]) {
  const [was, is] = [await readMeshes(before), await readMeshes(after)];
  const changed = [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((name) =>
      (["mesh", "surface"] as const).map((part) => ({ name, part, same: isSame(was.get(name), is.get(name), part) })),
    )
    .flatMap(({ name, part, same }) => (same ? [] : `${name}.${part}`))
    .sort();
  if (regions.length === 0) return { changed };
  const [old, fresh] = [was.get("Skin")!, is.get("Skin")!];
  const { level, outside } = outsideOf(kit, regions, old.positions.length / 3);
  const metres = kit.anatomy.metresPerUnit * kit.anatomy.frame.headHeight;
  const moved = landmarkVertices(kit, level)
    .filter((v) => outside[v])
    .map((v) => (100 * distance(old.positions, fresh.positions, v)) / metres);
  const changes = await colorChanges(old, fresh);
  const kept = changes.filter((_, v) => outside[v]);
  return {
    changed,
    landmarksMoved: most(moved),
    colorOutside: { most: most(kept), mean: kept.reduce((sum, value) => sum + value, 0) / kept.length },
  };
}

/** Whether two heads' files are the same, byte for byte. */
export async function areFilesEqual(a: string, b: string): Promise<boolean> {
  for (const name of [HEAD_FILES.glb, ...LEVEL_FILES]) {
    const [one, other] = await Promise.all([readFile(join(a, name)), readFile(join(b, name))]);
    if (!one.equals(other)) return false;
  }
  return true;
}

/** A mesh of a head's file with all that is kept of it. */
interface FileMesh {
  mesh: unknown[];
  surface: unknown[];
  positions: Float32Array;
  uvs: Float32Array;
  picture: Uint8Array | null | undefined;
}

async function readMeshes(head: string): Promise<Map<string, FileMesh>> {
  const io = new WebIO().registerExtensions(HEAD_EXTENSIONS);
  const document = await io.readBinary(new Uint8Array(await readFile(join(head, HEAD_FILES.glb))));
  const found = new Map<string, FileMesh>();
  for (const node of document.getRoot().listNodes()) {
    const [primitive] = node.getMesh()?.listPrimitives() ?? [];
    if (!primitive) continue;
    const material = primitive.getMaterial();
    const array = (name: string) => primitive.getAttribute(name)?.getArray() as Float32Array;
    found.set(node.getName(), {
      mesh: meshOf(primitive),
      surface: [primitive.getAttribute("COLOR_0")?.getArray(), material && surfaceOf(material)],
      positions: array("POSITION"),
      uvs: array("TEXCOORD_0"),
      picture: material?.getBaseColorTexture()?.getImage(),
    });
  }
  return found;
}

function meshOf(primitive: Primitive): unknown[] {
  const arrays = ({ listSemantics, getAttribute }: Pick<Primitive, "listSemantics" | "getAttribute">) =>
    listSemantics()
      .filter((name) => name !== "COLOR_0")
      .map((name) => [name, getAttribute(name)?.getArray()]);
  return [primitive, ...primitive.listTargets()].map((part) =>
    arrays({ listSemantics: () => part.listSemantics(), getAttribute: (name) => part.getAttribute(name) }),
  );
}

function surfaceOf(material: Material): unknown[] {
  return [
    ...[material.getBaseColorFactor(), material.getRoughnessFactor(), material.getMetallicFactor()],
    ...[material.getAlphaMode(), material.getAlphaCutoff()],
    ...[material.getBaseColorTexture(), material.getNormalTexture(), material.getMetallicRoughnessTexture()].map(
      (texture) => texture?.getImage(),
    ),
  ];
}

const isSame = (a: FileMesh | undefined, b: FileMesh | undefined, part: "mesh" | "surface") =>
  a !== undefined && b !== undefined && isDeepStrictEqual(a[part], b[part]);

/** Which vertices of the skin lie outside the regions and their border, on the average head: the same ones in every head. */
function outsideOf({ anatomy, average }: HeadKit, regions: readonly string[], count: number) {
  const levels = average.layers.Skin;
  const level = levels.findIndex(({ positions }) => positions.length === 3 * count);
  if (level < 0) throw new Error(`a skin of ${count} vertices is of no level of the template`);
  const numbers = regions.map((name) => anatomy.regionNames.indexOf(name));
  const chosen = Uint8Array.from(average.regions[0], (region) => Number(numbers.includes(region)));
  const near = nearSkin(levels, chosen, BORDER)[level];
  return { level: levels[level], outside: Array.from(near, (share) => share === 0) };
}

/** Vertices of a level of the skin that lie nearest to the landmarks. */
function landmarkVertices({ average }: { average: BuiltAnatomy }, { positions }: LayerMesh): number[] {
  const { landmarks } = average;
  return Array.from({ length: landmarks.length / 3 }, (_, i) => {
    let [best, found] = [Infinity, 0];
    for (let v = 0; v < positions.length / 3; v++) {
      let d = 0;
      for (let c = 0; c < 3; c++) d += (positions[3 * v + c] - landmarks[3 * i + c]) ** 2;
      if (d < best) [best, found] = [d, v];
    }
    return found;
  });
}

/** Mean change over the components of the skin's colour at each vertex, in 255ths. */
async function colorChanges(before: FileMesh, after: FileMesh): Promise<number[]> {
  const [was, is] = await Promise.all([before, after].map(({ picture }) => decodeImage(picture!)));
  const { width, height } = is;
  return Array.from({ length: after.positions.length / 3 }, (_, v) => {
    const x = Math.min(width - 1, Math.floor(after.uvs[2 * v] * width));
    const y = Math.min(height - 1, Math.floor(after.uvs[2 * v + 1] * height));
    const at = 4 * (y * width + x);
    return [0, 1, 2].reduce((sum, c) => sum + Math.abs(is.rgba[at + c] - was.rgba[at + c]) / 3, 0);
  });
}

const distance = (a: Float32Array, b: Float32Array, v: number) =>
  Math.hypot(...[0, 1, 2].map((c) => a[3 * v + c] - b[3 * v + c]));

const most = (values: readonly number[]) => values.reduce((largest, value) => Math.max(largest, value), 0);
