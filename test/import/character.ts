/**
 * A character to import, made from the template head: a skinned mesh in centimetres below a scaled and turned armature,
 * two primitives (skin and eyes) that share an image, two morph targets, and a body that shows the same image as a glow.
 */

import { Document, WebIO } from "@gltf-transform/core";
import type { Template } from "../../runtime/head/template.ts";
import { expressionOffsets, type HeadShape } from "../../runtime/head/template-shape.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { vertexNormals } from "../../runtime/mesh/vertex-normals.ts";

/** Centimetres a unit of head space. */
const SCALE = 17.6;
const LIFT = [3, 150, -2];
const TURN = Math.PI / 9;
export const MORPHS = ["jawOpen", "mouthSmileLeft"];

export interface CharacterOptions {
  /** Leave texture coordinates and image out. */
  bare?: boolean;
  /** Name of the joint that carries the head. */
  joint?: string;
  /** Long hair as a mesh of its own, or painted on the skin's texture; teeth come with either. */
  hair?: "mesh" | "paint";
}

/** Where a point of head space lies in the character's scene, in metres. */
export function toScene([x, y, z]: ArrayLike<number> & Iterable<number>): number[] {
  const p = [x, y, z].map((value, c) => (value * SCALE + LIFT[c]) * 0.01);
  return [Math.cos(TURN) * p[0] + Math.sin(TURN) * p[2], p[1], -Math.sin(TURN) * p[0] + Math.cos(TURN) * p[2]];
}

export async function makeCharacter(
  template: Template,
  shape: HeadShape,
  { bare = false, joint = "mixamorig:Head", hair }: CharacterOptions = {},
): Promise<Uint8Array> {
  const document = new Document();
  document.getRoot().getAsset().copyright = "CC0 1.0, MakeHuman";
  const buffer = document.createBuffer();
  const accessor = (
    type: "VEC2" | "VEC3" | "VEC4" | "MAT4" | "SCALAR",
    array: Float32Array | Uint32Array | Uint16Array,
  ) =>
    document
      .createAccessor()
      .setType(type)
      .setArray(array as Float32Array<ArrayBuffer>)
      .setBuffer(buffer);

  const nodes = ["Hips", "Neck", joint].map((name) => document.createNode(name));
  const heights = [90, 136, 142];
  nodes[0].addChild(nodes[1]).setTranslation([0, heights[0], 0]);
  nodes[1].addChild(nodes[2]).setTranslation([0, heights[1] - heights[0], 0]);
  nodes[2].setTranslation([0, heights[2] - heights[1], 0]);
  const inverse = new Float32Array(heights.flatMap((y) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -y, 0, 1]));
  const skin = document.createSkin("Armature").setInverseBindMatrices(accessor("MAT4", inverse));
  for (const node of nodes) skin.addJoint(node);

  const image = document
    .createTexture("Skin")
    .setMimeType("image/png")
    .setImage((await encodeImage(paint(hair === "paint"), SIZE, SIZE / 2, "png")) as Uint8Array<ArrayBuffer>);
  const strands = document.createTexture("Strands").setMimeType("image/png");
  if (hair === "mesh")
    strands.setImage((await encodeImage(paintStrands(), SIZE, SIZE / 2, "png")) as Uint8Array<ArrayBuffer>);
  else strands.dispose();
  const material = (name: string) => {
    const made = document.createMaterial(name).setMetallicFactor(0);
    if (bare) return made.setBaseColorFactor([0.6, 0.4, 0.3, 1]);
    return made.setBaseColorTexture(name === "Hair" ? strands : image);
  };
  const mesh = document.createMesh("Face").setExtras({ targetNames: MORPHS });
  const extra = hair ? [piece("Teeth", teeth(shape)), ...(hair === "mesh" ? [piece("Hair", curtain())] : [])] : [];
  for (const { name, positions, indices, source, backs } of [...pieces(shape), ...extra]) {
    const count = positions.length / 3;
    const centimetres = positions.map((value, i) => value * SCALE + LIFT[i % 3]);
    const [weights, joints] = [new Float32Array(4 * count), new Uint16Array(4 * count)];
    for (let v = 0; v < count; v++) {
      const head = Math.min(1, Math.max(0, (positions[3 * v + 1] + 0.95) / 0.25));
      weights.set([head, 1 - head], 4 * v);
      joints.set([head > 0 ? 2 : 0, head < 1 ? 1 : 0], 4 * v);
    }
    const primitive = document
      .createPrimitive()
      .setMaterial(material(name))
      .setIndices(accessor("SCALAR", indices))
      .setAttribute("POSITION", accessor("VEC3", centimetres))
      .setAttribute("NORMAL", accessor("VEC3", vertexNormals({ positions, indices })))
      .setAttribute("JOINTS_0", accessor("VEC4", joints))
      .setAttribute("WEIGHTS_0", accessor("VEC4", weights));
    if (!bare) primitive.setAttribute("TEXCOORD_0", accessor("VEC2", unfold(positions, backs)));
    for (const morph of MORPHS) {
      const offsets = expressionOffsets(template, morph);
      const deltas = new Float32Array(3 * count);
      source.forEach((from, v) => {
        if (from >= 0) for (let c = 0; c < 3; c++) deltas[3 * v + c] = offsets[3 * from + c] * SCALE;
      });
      primitive.addTarget(document.createPrimitiveTarget(morph).setAttribute("POSITION", accessor("VEC3", deltas)));
    }
    mesh.addPrimitive(primitive);
  }
  const body = document.createMesh("Body").addPrimitive(
    document
      .createPrimitive()
      .setMaterial(document.createMaterial("Glow").setEmissiveTexture(image))
      .setIndices(accessor("SCALAR", Uint16Array.of(0, 1, 2)))
      .setAttribute("POSITION", accessor("VEC3", Float32Array.of(-20, 0, 0, 20, 0, 0, 0, 90, 0)))
      .setAttribute("TEXCOORD_0", accessor("VEC2", Float32Array.of(0, 0, 1, 0, 0, 1))),
  );
  const armature = document
    .createNode("Armature")
    .setScale([0.01, 0.01, 0.01])
    .setRotation([0, Math.sin(TURN / 2), 0, Math.cos(TURN / 2)])
    .addChild(nodes[0])
    .addChild(document.createNode("Torso").setMesh(body));
  const scene = document.createScene("Scene").addChild(armature);
  scene.addChild(document.createNode("Hero").setMesh(mesh).setSkin(skin));
  document.getRoot().setDefaultScene(scene);
  return new WebIO().writeBinary(document);
}

/** Skin down to below the bust's cut, in vertices split where front and back meet, and eyeballs. */
function pieces(shape: HeadShape) {
  const seen = new Map<number, number>();
  const [positions, indices, source]: number[][] = [[], [], []];
  const backs: boolean[] = [];
  for (let t = 0; t < shape.indices.length; t += 3) {
    const corners = [...shape.indices.subarray(t, t + 3)];
    const at = (k: number, c: number) => shape.positions[3 * corners[k] + c];
    if ([0, 1, 2].every((k) => at(k, 1) < -1)) continue;
    const back = at(0, 2) + at(1, 2) + at(2, 2) < 0;
    for (const corner of corners) {
      const key = 2 * corner + (back ? 1 : 0);
      if (!seen.has(key)) {
        seen.set(key, source.length);
        source.push(corner);
        positions.push(...shape.positions.subarray(3 * corner, 3 * corner + 3));
        backs.push(back);
      }
      indices.push(seen.get(key)!);
    }
  }
  const eyes = { positions: [] as number[], indices: [] as number[] };
  for (const { center, radius } of [shape.eyes.right, shape.eyes.left]) addSphere(eyes, center, radius);
  return [
    {
      name: "Skin",
      positions: Float32Array.from(positions),
      indices: Uint32Array.from(indices),
      source,
      backs,
    },
    {
      name: "Eyes",
      positions: Float32Array.from(eyes.positions),
      indices: Uint32Array.from(eyes.indices),
      source: eyes.positions.filter((_, i) => i % 3 === 0).map(() => -1),
      backs: [],
    },
  ];
}

function piece(name: string, { positions, indices }: { positions: number[]; indices: number[] }) {
  const source = positions.filter((_, i) => i % 3 === 0).map(() => -1);
  return {
    name,
    positions: Float32Array.from(positions),
    indices: Uint32Array.from(indices),
    source,
    backs: name === "Hair" ? source.map((_, v) => positions[3 * v + 2] < 0) : [],
  };
}

/** A ball behind the lips. */
function teeth({ landmarks }: HeadShape) {
  const out = { positions: [] as number[], indices: [] as number[] };
  addSphere(out, [0, landmarks[3 * 13 + 1], landmarks[3 * 13 + 2] - 0.08], 0.05);
  return out;
}

/** Hair from the crown down the back to below the neck's seam, open in front. */
function curtain() {
  const out = { positions: [] as number[], indices: [] as number[] };
  const [rows, columns] = [24, 32];
  for (let r = 0; r <= rows; r++)
    for (let c = 0; c <= columns; c++) {
      const y = 0.7 - (1.5 * r) / rows;
      const width = y > 0 ? Math.sqrt(Math.max(0, 1 - (y / 0.71) ** 2)) : 1;
      const angle = (Math.PI * (75 + (210 * c) / columns)) / 180;
      out.positions.push(0.64 * width * Math.sin(angle), y, 0.8 * width * Math.cos(angle) - 0.08);
    }
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const a = r * (columns + 1) + c;
      out.indices.push(a, a + columns + 1, a + 1, a + 1, a + columns + 1, a + columns + 2);
    }
  return out;
}

function addSphere(out: { positions: number[]; indices: number[] }, center: number[], radius: number): void {
  const first = out.positions.length / 3;
  const [rings, sides] = [8, 12];
  for (let r = 0; r <= rings; r++)
    for (let s = 0; s < sides; s++) {
      const [a, b] = [(Math.PI * r) / rings, (2 * Math.PI * s) / sides];
      const ring = r === 0 || r === rings ? 0 : Math.sin(a);
      out.positions.push(
        center[0] + radius * ring * Math.cos(b),
        center[1] + radius * Math.cos(a),
        center[2] - radius * ring * Math.sin(b),
      );
    }
  for (let r = 0; r < rings; r++)
    for (let s = 0; s < sides; s++) {
      const [a, b] = [first + r * sides + s, first + r * sides + ((s + 1) % sides)];
      out.indices.push(a, a + sides, b + sides, a, b + sides, b);
    }
}

/** Image: the front of the head in its left half, the back in its right. */
const SIZE = 256;

/** @param backs which vertices belong to the back half; none for eyes, which are all one texel. */
function unfold(positions: Float32Array, backs: boolean[]): Float32Array {
  const uvs = new Float32Array((positions.length / 3) * 2);
  for (let v = 0; v < uvs.length / 2; v++) {
    const [x, y] = positions.subarray(3 * v, 3 * v + 2);
    const u = backs[v] ? 0.75 - 0.24 * x : 0.25 + 0.24 * x;
    uvs.set(backs.length === 0 ? [0.02, 0.02] : [u, 0.5 - 0.46 * y], 2 * v);
  }
  return uvs;
}

/** @param hairy black above the forehead and all over the back. */
function paint(hairy: boolean): Uint8Array {
  const rgba = new Uint8Array(2 * SIZE * SIZE);
  for (let i = 0; i < rgba.length / 4; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    if (hairy && (x > SIZE / 2 || y < 0.31 * (SIZE / 2)) && !(x < 12 && y < 12)) {
      rgba.set([40, 30 + (x % 7), 25, 255], 4 * i);
      continue;
    }
    const light = x < 12 && y < 12 ? 250 : 150;
    rgba.set([light, 90 + 60 * Math.sin(x / 14), 70 + 40 * Math.cos(y / 11), 255], 4 * i);
  }
  return rgba;
}

function paintStrands(): Uint8Array {
  const rgba = new Uint8Array(2 * SIZE * SIZE);
  for (let i = 0; i < rgba.length / 4; i++) rgba.set([50 + 3 * (i % 5), 32, 24, 255], 4 * i);
  return rgba;
}
