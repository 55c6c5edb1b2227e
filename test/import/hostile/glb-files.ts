import { json } from "../hero.ts";

// biome-ignore lint/suspicious/noExplicitAny: glTF JSON, damaged on purpose
type Json = any;

/** A file, and the code that names why it is refused. */
export interface Hostile {
  name: string;
  code: string;
  bytes: Uint8Array;
}

const text = (value: string) => new TextEncoder().encode(value);
const VEC3 = { type: "VEC3", componentType: 5126 };

/** Files that are no whole GLB. */
function strangers(good: Uint8Array): Hostile[] {
  const old = good.slice();
  old[4] = 1;
  const cut = good.slice(0, good.length >> 1);
  const files: [string, string, Uint8Array][] = [
    ["a web page", "not-a-glb", text("<!DOCTYPE html><html><body>not a model</body></html>")],
    ["nothing", "not-a-glb", new Uint8Array(0)],
    ["a pointer of Git LFS", "not-a-glb", text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")],
    ["a gltf", "not-a-glb", text('{"asset": {"version": "2.0"}}')],
    ["a zip", "not-a-glb", text("PK\x03\x04....")],
    ["glTF 1", "not-a-glb", old],
    ["half a file", "damaged", cut],
    ["a head of twelve bytes", "damaged", good.slice(0, 12)],
    ["a chunk of null", "damaged", rawGlb("null")],
    ["a chunk that is a list", "damaged", rawGlb("[]")],
    ["a chunk that is no JSON", "damaged", rawGlb('{"asset":')],
    ["33 MB of JSON", "too-large", rawGlb(`{"a":"${"x".repeat(33 * 2 ** 20)}"}`)],
  ];
  return files.map(([name, code, bytes]) => ({ name, code, bytes }));
}

/** Changes of the good file's JSON, and the code of each. */
const CHANGES: [string, string, (gltf: Json) => void][] = [
  ["a billion vertices without data", "too-large", (g) => g.accessors.push({ ...VEC3, count: 1e9 })],
  ["a billion vertices of a small view", "damaged", (g) => (position(g).count = 1e9)],
  ["many accessors without data", "too-large", (g) => repeat(300, () => g.accessors.push({ ...VEC3, count: 2e6 }))],
  ["a count that is no number", "damaged", (g) => (position(g).count = "many")],
  ["a count below zero", "damaged", (g) => (position(g).count = -5)],
  ["an accessor of an unknown type", "damaged", (g) => (position(g).type = "constructor")],
  ["a sparse accessor of more than all", "damaged", (g) => (position(g).sparse = sparse(1e9))],
  ["sparse values beyond their view", "damaged", (g) => (position(g).sparse = sparse(4000))],
  ["a view beyond the chunk", "damaged", (g) => (g.bufferViews[0].byteOffset = 2 ** 31)],
  ["a view of a buffer that is not there", "damaged", (g) => (g.bufferViews[0].buffer = 7)],
  ["a stride beyond measure", "damaged", (g) => (g.bufferViews[position(g).bufferView].byteStride = 2 ** 30)],
  ["a compressed view that bursts", "damaged", (g) => compress(g, { count: 2 ** 30, byteStride: 12 })],
  ["70,000 instances", "too-large", (g) => repeat(70_000, () => g.nodes.push({ mesh: 0 }))],
  ["a mesh shown until it is two million vertices", "too-large", (g) => repeat(2000, () => g.nodes.push({ mesh: 0 }))],
  ["50,000 nested nodes", "too-large", (g) => nest(g, 50_000)],
  ["nodes nested too deep", "too-large", (g) => nest(g, 300)],
  ["a node below itself", "damaged", (g) => (g.nodes[0].children = [0])],
  [
    "two nodes below each other",
    "damaged",
    (g) => g.nodes.push({ children: [g.nodes.length + 1] }, { children: [g.nodes.length] }),
  ],
  ["a node without end", "damaged", (g) => (g.nodes[0].scale = ["1e999", 1, 1])],
  ["a list of nulls", "damaged", (g) => (g.materials = [null])],
  ["a list that is an object", "damaged", (g) => (g.meshes = { 0: g.meshes[0] })],
  ["a mesh without primitives", "damaged", (g) => delete g.meshes[0].primitives],
  ["a primitive of null", "damaged", (g) => (g.meshes[0].primitives = [null])],
  [
    "a primitive of vertices that are not there",
    "damaged",
    (g) => (g.meshes[0].primitives[0].attributes.POSITION = 999),
  ],
  ["a skin of joints that are not there", "damaged", (g) => (g.skins[0].joints = [9999, -1])],
  ["a texture in another file", "external-files", (g) => (g.images[0] = { uri: "skin.png" })],
  ["geometry in another file", "external-files", (g) => (g.buffers[0].uri = "../../../etc/passwd")],
  ["a picture behind a URL", "external-files", (g) => (g.images[0] = { uri: "http://169.254.169.254/" })],
  ["an extension nobody knows", "unknown-extension", (g) => (g.extensionsRequired = ["ACME_secret"])],
  ["no mesh at all", "no-mesh", (g) => (g.nodes = g.nodes.map(({ mesh: _, ...node }: Json) => node))],
  ["points alone", "no-triangles", (g) => eachPrimitive(g, (primitive) => (primitive.mode = 0))],
];

/** Changes of the good file's bytes. */
function patches(good: Uint8Array): Hostile[] {
  const at = (gltf: Json, accessor: number) => {
    const { bufferView, byteOffset = 0 } = gltf.accessors[accessor];
    return (gltf.bufferViews[bufferView].byteOffset ?? 0) + byteOffset;
  };
  const { attributes, indices } = json(good).meshes[0].primitives[0];
  const floats = (name: string, value: number) => (gltf: Json, bin: DataView) =>
    bin.setFloat32(at(gltf, attributes[name]), value, true);
  const picture = (bytes: Uint8Array) => (gltf: Json, bin: DataView) => {
    const view = gltf.bufferViews[gltf.images[0].bufferView];
    new Uint8Array(bin.buffer, bin.byteOffset + (view.byteOffset ?? 0), view.byteLength).fill(0).set(bytes);
  };
  const kinds: [string, string, (gltf: Json, bin: DataView) => void][] = [
    ["NaN in positions", "damaged", floats("POSITION", Number.NaN)],
    ["infinity in positions", "damaged", floats("POSITION", Number.NEGATIVE_INFINITY)],
    ["positions beyond the moon", "damaged", floats("POSITION", 1e30)],
    ["NaN in texture coordinates", "damaged", floats("TEXCOORD_0", Number.NaN)],
    ["infinity in weights", "damaged", floats("WEIGHTS_0", Infinity)],
    ["corners beyond the vertices", "damaged", (gltf, bin) => bin.setUint32(at(gltf, indices), 0xfffffff0, true)],
    ["a picture of 16,000 by 16,000", "too-large", picture(hugePng(16_000))],
    ["a picture that is an SVG", "unreadable-texture", picture(text('<svg xmlns="http://www.w3.org/2000/svg"/>'))],
    ["a picture cut off", "unreadable-texture", picture(hugePng(16).subarray(0, 24))],
  ];
  return kinds.map(([name, code, change]) => ({ name, code, bytes: rebuilt(good, change) }));
}

/** @param good a character that is imported. */
export function hostileFiles(good: Uint8Array): Hostile[] {
  const changed = CHANGES.map(([name, code, change]) => ({ name, code, bytes: rebuilt(good, change) }));
  return [...strangers(good), ...changed, ...patches(good)];
}

function position(gltf: Json): Json {
  return gltf.accessors[gltf.meshes[0].primitives[0].attributes.POSITION];
}

function sparse(count: number) {
  return { count, indices: { bufferView: 0, componentType: 5125 }, values: { bufferView: 0 } };
}

function repeat(times: number, act: () => void): void {
  for (let i = 0; i < times; i++) act();
}

function nest(gltf: Json, depth: number): void {
  const first = gltf.nodes.length;
  repeat(depth, () => gltf.nodes.push({ children: [gltf.nodes.length + 1] }));
  gltf.nodes.push({});
  gltf.scenes[0].nodes.push(first);
}

function compress(gltf: Json, packed: object): void {
  const { buffer, byteOffset, byteLength } = gltf.bufferViews[0];
  const extension = { buffer, byteOffset, byteLength, mode: "ATTRIBUTES", ...packed };
  gltf.bufferViews[0].extensions = { EXT_meshopt_compression: extension };
}

function eachPrimitive(gltf: Json, act: (primitive: Json) => void): void {
  for (const { primitives } of gltf.meshes) for (const primitive of primitives) act(primitive);
}

/** The head of a PNG, whose picture never comes. */
function hugePng(side: number): Uint8Array {
  const bytes = new Uint8Array(45);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, side);
  view.setUint32(20, side);
  bytes.set([8, 6, 0, 0, 0], 24);
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  bytes.set([0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54], 33);
  return bytes;
}

/** Of PNG's chunks. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function rebuilt(good: Uint8Array, change: (gltf: Json, bin: DataView) => void): Uint8Array {
  const gltf = json(good);
  const start = 28 + new DataView(good.buffer, good.byteOffset).getUint32(12, true);
  const bin = good.slice(start);
  change(gltf, new DataView(bin.buffer));
  return rawGlb(JSON.stringify(gltf).replaceAll('"1e999"', "1e999"), bin);
}

/** A GLB of any JSON text. */
function rawGlb(chunk: string, bin = new Uint8Array(0)): Uint8Array {
  const encoded = text(chunk);
  const length = Math.ceil(encoded.length / 4) * 4;
  const out = new Uint8Array(28 + length + bin.length).fill(0x20, 20, 20 + length);
  const view = new DataView(out.buffer);
  const words = [0x46546c67, 2, out.length, length, 0x4e4f534a];
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  out.set(encoded, 20);
  view.setUint32(20 + length, bin.length, true);
  view.setUint32(24 + length, 0x004e4942, true);
  out.set(bin, 28 + length);
  return out;
}
