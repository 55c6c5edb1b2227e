import type { Document, Node, Primitive, Skin } from "@gltf-transform/core";
import { determinant, multiply, transform } from "../../mesh/matrix.ts";
import { isBelow } from "../align/find-head.ts";
import { type FoundHead, ImportError, type Part, type SourceHost } from "../types.ts";
import { elements } from "./accessor-elements.ts";
import { checkImages, readPaint } from "./read-paint.ts";

const TRIANGLES = 4;
const STRIP = 5;
const FAN = 6;
/** Metres from the scene's middle; beyond, single precision has no face left. */
const FURTHEST = 1e6;

/**
 * The triangles of the scene that may belong to the head, in scene coordinates. A skin moves each vertex by a mix of
 * matrices (glTF 2.0, section 3.7.3.1); here all of a skinned primitive follows the one of the joint that carries the
 * head, which is exact on the head and keeps what is edited in bind pose a single affine map away from what is seen.
 * @throws ImportError "no-triangles"; "damaged" where a part's numbers are none; what {@link checkImages} throws.
 */
export async function gatherParts(document: Document, head: FoundHead, host: SourceHost): Promise<Part[]> {
  const root = document.getRoot();
  const [nodes, meshes] = [root.listNodes(), root.listMeshes()];
  const parts: Part[] = [];
  const images = new Map();
  const taken = nodes.filter((node) => {
    return node.getMesh() && (!head.roots || head.roots.some((above) => isBelow(node, above)));
  });
  await checkImages(
    taken.flatMap((node) => node.getMesh()!.listPrimitives()),
    host,
  );
  for (const node of taken) {
    const mesh = node.getMesh()!;
    const skin = node.getSkin();
    const matrix = skin ? jointMatrix(skin, carrier(skin, head, mesh.listPrimitives())) : [...node.getWorldMatrix()];
    for (const [index, primitive] of mesh.listPrimitives().entries()) {
      const stored = primitive.getAttribute("POSITION");
      const indices = stored && triangles(primitive);
      if (!stored || !indices || indices.length === 0) continue;
      if (indices.some((vertex) => vertex >= stored.getCount())) throw notNumbers(node, "corners beyond its vertices");
      if (determinant(matrix) < 0) for (let i = 0; i < indices.length; i += 3) swap(indices, i + 1, i + 2);
      const part: Part = {
        node: nodes.indexOf(node),
        mesh: meshes.indexOf(mesh),
        primitive: index,
        name: [node.getName() || mesh.getName(), primitive.getMaterial()?.getName()].filter(Boolean).join(" / "),
        matrix,
        positions: transform(matrix, elements(stored, 3)),
        indices,
        headWeight: head.joint && headWeights(node, skin, primitive, head.joint, stored.getCount()),
        paint: await readPaint(document, primitive, host, images),
      };
      checkNumbers(node, part);
      parts.push(part);
    }
  }
  if (parts.length === 0)
    throw new ImportError("no-triangles", `${head.name} holds no triangles; lines and points have no surface`);
  return parts;
}

/** One value that is no number would spread through every fit and leave a head of nothing. */
function checkNumbers(node: Node, { positions, headWeight, paint }: Part): void {
  const kinds = [
    [positions, "positions"],
    [paint.tint, "colours"],
    [paint.uvs, "texture coordinates"],
    [headWeight, "weights"],
  ] as const;
  for (const [values, name] of kinds) {
    if (values?.some((value) => !Number.isFinite(value))) throw notNumbers(node, `${name} that are no numbers`);
  }
  if (positions.some((value) => Math.abs(value) > FURTHEST)) throw notNumbers(node, `positions beyond ${FURTHEST} m`);
}

function notNumbers(node: Node, what: string): ImportError {
  const name = node.getName() || node.getMesh()?.getName();
  return new ImportError("damaged", `the mesh "${name}" has ${what}; repair it where it was made and export it again`);
}

/** Triangle list of a primitive, whatever its mode; undefined for points and lines. */
function triangles(primitive: Primitive): Uint32Array | undefined {
  const mode = primitive.getMode();
  const count = primitive.getAttribute("POSITION")?.getCount() ?? 0;
  const list = primitive.getIndices()?.getArray() ?? Uint32Array.from({ length: count }, (_, i) => i);
  if (mode === TRIANGLES) return Uint32Array.from(list).subarray(0, list.length - (list.length % 3));
  if (mode !== STRIP && mode !== FAN) return undefined;
  const out = new Uint32Array(Math.max(0, list.length - 2) * 3);
  for (let i = 0; i < out.length / 3; i++) {
    const odd = mode === STRIP && i % 2 === 1;
    out.set([mode === FAN ? list[0] : list[i + (odd ? 1 : 0)], list[i + (odd ? 0 : 1)], list[i + 2]], 3 * i);
  }
  return out;
}

/** Which joint of a skin to follow: the head's, else the nearest above it, else the one with the most weight. */
function carrier(skin: Skin, head: FoundHead, primitives: Primitive[]): number {
  const joints = skin.listJoints();
  for (let at: Node | null = head.joint ?? null; at; at = at.getParentNode()) {
    const index = joints.indexOf(at);
    if (index >= 0) return index;
  }
  const totals = new Float64Array(joints.length);
  for (const primitive of primitives) eachWeight(primitive, (_, joint, weight) => (totals[joint] += weight));
  return totals.indexOf(Math.max(...totals));
}

function jointMatrix(skin: Skin, joint: number): number[] {
  const world = [...skin.listJoints()[joint].getWorldMatrix()];
  const inverse: number[] = [];
  const bind = skin.getInverseBindMatrices();
  return bind ? multiply(world, bind.getElement(joint, inverse)) : world;
}

/** Share of each vertex that moves with the head; 1 for rigid meshes below its joint. */
function headWeights(node: Node, skin: Skin | null, primitive: Primitive, joint: Node, count: number): Float32Array {
  if (!skin) return new Float32Array(count).fill(isBelow(node, joint) ? 1 : 0);
  const below = skin.listJoints().map((candidate) => isBelow(candidate, joint));
  const out = new Float32Array(count);
  eachWeight(primitive, (vertex, index, weight) => {
    if (below[index]) out[vertex] += weight;
  });
  return out;
}

function eachWeight(primitive: Primitive, visit: (vertex: number, joint: number, weight: number) => void): void {
  for (let set = 0; ; set++) {
    const joints = primitive.getAttribute(`JOINTS_${set}`);
    const weights = primitive.getAttribute(`WEIGHTS_${set}`);
    if (!joints || !weights) return;
    const [j, w]: number[][] = [[], []];
    for (let vertex = 0; vertex < joints.getCount(); vertex++) {
      joints.getElement(vertex, j);
      weights.getElement(vertex, w);
      for (let k = 0; k < 4; k++) if (w[k] > 0) visit(vertex, j[k], w[k]);
    }
  }
}

function swap(values: Uint32Array, i: number, j: number): void {
  [values[i], values[j]] = [values[j], values[i]];
}
