import { ImportError } from "../types.ts";

/** What a character may ask for at most. The largest that artists share stay well below; a laptop can hold each. */
export const IMPORT_LIMITS = {
  /** Bytes of the file, and of its JSON. */
  file: 384 * 2 ** 20,
  json: 32 * 2 ** 20,
  /** Entries of any one list of the file. */
  entries: 100_000,
  nodes: 20_000,
  /** Nodes below one another. */
  depth: 256,
  /** Of all meshes that nodes place, each as often as it is placed. */
  vertices: 2_000_000,
  /** Bytes of all accessors, decoded. */
  decoded: 2 ** 30,
  /** Of all base-colour images together. */
  pixels: 2 * 8192 * 8192,
} as const;

// biome-ignore lint/suspicious/noExplicitAny: glTF JSON that is being checked here
type Json = any;

const COMPONENT_BYTES: Record<number, number> = {
  5120: 1,
  5121: 1,
  5122: 2,
  5123: 2,
  5125: 4,
  5126: 4,
  5130: 8,
  5131: 2,
};
const WIDTHS: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 };
const LISTS = ["accessors", "bufferViews", "buffers", "nodes", "meshes", "skins", "materials", "textures", "images"];
const MESHOPT = ["EXT_meshopt_compression", "KHR_meshopt_compression"];

/**
 * Checks, from the JSON alone and before anything is allocated, that what a file announces is there and is no more than
 * an import can hold (glTF 2.0, sections 3.6.1, 3.6.2 and 3.5).
 * @param binary bytes of the GLB's binary chunk.
 * @throws ImportError "damaged" for what contradicts itself, "too-large" for what is beyond {@link IMPORT_LIMITS}.
 */
export function checkSize(json: Json, binary: number): void {
  for (const list of [...LISTS, "scenes", "animations", "cameras", "samplers"]) checkList(json, list);
  for (const [i, view] of entries(json, "bufferViews")) checkView(json, view, `bufferView ${i}`, binary);
  let decoded = 0;
  for (const [i, accessor] of entries(json, "accessors")) decoded += checkAccessor(json, accessor, `accessor ${i}`);
  if (decoded > IMPORT_LIMITS.decoded) throw tooLarge("bytes of vertex data", decoded, IMPORT_LIMITS.decoded);
  checkNodes(json);
  checkVertices(json);
}

function checkList(json: Json, name: string): void {
  const list = json[name];
  if (list === undefined) return;
  if (!Array.isArray(list)) throw damaged(`"${name}" is no list`);
  if (list.length > IMPORT_LIMITS.entries) throw tooLarge(name, list.length, IMPORT_LIMITS.entries);
  const odd = list.findIndex((entry) => typeof entry !== "object" || entry === null || Array.isArray(entry));
  if (odd >= 0) throw damaged(`entry ${odd} of "${name}" is no object`);
}

function entries(json: Json, name: string): [number, Json][] {
  return [...(json[name] ?? []).entries()];
}

function isCount(value: unknown, least = 0): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function checkView(json: Json, view: Json, what: string, binary: number): void {
  checkRange(json, view, what, binary);
  for (const name of MESHOPT) {
    const packed = view.extensions?.[name];
    if (packed === undefined) continue;
    checkRange(json, packed ?? {}, `the compressed ${what}`, binary);
    const { count, byteStride } = packed;
    if (!isCount(count, 1) || !isCount(byteStride, 1) || byteStride > 256 || count * byteStride > view.byteLength) {
      throw damaged(`the compressed ${what} unpacks to ${count} elements of ${byteStride} bytes`);
    }
  }
}

/** A view of the binary chunk lies inside it; one of a buffer without bytes (the fallback of meshopt) is only bounded. */
function checkRange(json: Json, view: Json, what: string, binary: number): void {
  const { buffer, byteOffset = 0, byteLength } = view;
  const owner = json.buffers?.[buffer];
  if (!owner || !isCount(byteOffset) || !isCount(byteLength, 1)) throw damaged(`${what} says nothing of its bytes`);
  const chunk = buffer === 0 && owner.uri === undefined && !MESHOPT.some((name) => owner.extensions?.[name]?.fallback);
  const room = chunk ? Math.min(binary, owner.byteLength) : owner.byteLength;
  if (!isCount(room) || byteOffset + byteLength > room) {
    throw damaged(`${what} claims bytes ${byteOffset} to ${byteOffset + byteLength} of ${room}`);
  }
  if (byteLength > IMPORT_LIMITS.decoded) throw tooLarge(`bytes of ${what}`, byteLength, IMPORT_LIMITS.decoded);
}

/** @returns bytes that the accessor takes as floats. */
function checkAccessor(json: Json, accessor: Json, what: string): number {
  const { count, componentType, type, bufferView, byteOffset = 0, sparse } = accessor;
  const [size, width] = [COMPONENT_BYTES[componentType], WIDTHS[type]];
  if (!isCount(count, 1) || !size || !width || !isCount(byteOffset)) {
    throw damaged(`${what} is ${count} × ${type} of component type ${componentType}`);
  }
  if (bufferView !== undefined) checkHeld(json, { bufferView, byteOffset, count, bytes: size * width }, what);
  if (sparse !== undefined) {
    const { count: some, indices, values } = sparse ?? {};
    if (!isCount(some, 1) || some > count) throw damaged(`${what} replaces ${some} of ${count} elements`);
    const index = COMPONENT_BYTES[indices?.componentType];
    checkHeld(json, { ...indices, count: some, bytes: index }, `the sparse indices of ${what}`);
    checkHeld(json, { ...values, count: some, bytes: size * width }, `the sparse values of ${what}`);
  }
  return 4 * width * count;
}

function checkHeld(
  json: Json,
  {
    bufferView,
    byteOffset = 0,
    count,
    bytes,
  }: { bufferView?: number; byteOffset?: number; count: number; bytes: number },
  what: string,
): void {
  const view = json.bufferViews?.[bufferView ?? -1];
  if (!view || !bytes || !isCount(byteOffset)) throw damaged(`${what} refers to no bytes`);
  const stride = view.byteStride ?? bytes;
  if (!isCount(stride, 1) || stride > 256) throw damaged(`${what} has a stride of ${stride}`);
  const needed = byteOffset + (count - 1) * stride + bytes;
  if (needed > view.byteLength) throw damaged(`${what} needs ${needed} bytes and has ${view.byteLength}`);
}

/** A node has one parent at most, no node is below itself, and none is too deep for what walks up or down. */
function checkNodes(json: Json): void {
  const nodes: Json[] = json.nodes ?? [];
  if (nodes.length > IMPORT_LIMITS.nodes) throw tooLarge("nodes", nodes.length, IMPORT_LIMITS.nodes);
  const parent = new Int32Array(nodes.length).fill(-1);
  for (const [i, node] of nodes.entries()) {
    const { children = [], matrix, translation, rotation, scale, mesh } = node;
    if (!Array.isArray(children)) throw damaged(`"children" of node ${i} is no list`);
    for (const child of children) {
      if (!nodes[child]) throw damaged(`node ${i} has a child that is not there, ${child}`);
      if (parent[child] >= 0) throw damaged(`node ${child} is below two others`);
      parent[child] = i;
    }
    const lengths = [
      [matrix, 16],
      [translation, 3],
      [rotation, 4],
      [scale, 3],
    ] as const;
    for (const [values, length] of lengths) {
      if (values === undefined) continue;
      const fits = Array.isArray(values) && values.length === length && values.every(Number.isFinite);
      if (!fits) throw damaged(`node ${i} is placed by ${length} numbers that are none`);
    }
    if (mesh !== undefined && !json.meshes?.[mesh]) throw damaged(`node ${i} shows a mesh that is not there, ${mesh}`);
  }
  for (let i = 0; i < nodes.length; i++) {
    let depth = 0;
    for (let at = i; at >= 0; at = parent[at]) {
      if (++depth > nodes.length) throw damaged(`node ${i} is below itself`);
    }
    if (depth > IMPORT_LIMITS.depth) throw tooLarge("nodes below one another", depth, IMPORT_LIMITS.depth);
  }
}

function checkVertices(json: Json): void {
  const sizes: number[] = [];
  for (const [i, mesh] of entries(json, "meshes")) {
    if (!Array.isArray(mesh.primitives)) throw damaged(`mesh ${i} has no primitives`);
    let sum = 0;
    for (const primitive of mesh.primitives) {
      if (typeof primitive?.attributes !== "object" || primitive.attributes === null) {
        throw damaged(`mesh ${i} has a primitive without attributes`);
      }
      const counts = [primitive.attributes.POSITION, primitive.indices].map((index) => {
        if (index !== undefined && !json.accessors?.[index]) throw damaged(`mesh ${i} uses accessor ${index}`);
        return json.accessors?.[index]?.count ?? 0;
      });
      sum += Math.max(counts[0], counts[1] / 3);
    }
    sizes.push(sum);
  }
  const placed = (json.nodes ?? []).reduce((sum: number, { mesh }: Json) => sum + (sizes[mesh] ?? 0), 0);
  if (placed > IMPORT_LIMITS.vertices) throw tooLarge("vertices", Math.round(placed), IMPORT_LIMITS.vertices);
}

function damaged(why: string): ImportError {
  return new ImportError("damaged", `the file is damaged: ${why}; export it again`);
}

export function tooLarge(what: string, found: number, most: number): ImportError {
  const number = (value: number) => value.toLocaleString("en-US");
  return new ImportError(
    "too-large",
    `the file has ${number(found)} ${what}, ${number(most)} are the most; export the character alone, simplified to what a game would load`,
  );
}
