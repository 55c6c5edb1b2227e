import { MeshoptDecoder } from "meshoptimizer/decoder";

/** A head in the making, ready for vertex buffers. Head space: right-handed, +Y up, the face looks along +Z. */
export interface LiveMesh {
  /** [3V] */
  positions: Float32Array;
  /** [3V] */
  normals: Float32Array;
  /** [4V] linear light and opacity, 0..1. */
  colors: Float32Array;
  /** [3F] */
  indices: Uint32Array;
  /** What cuts cards of hair out. */
  mask?: LiveMask;
}

/** Texture coordinates [2V], and a PNG whose alpha shows what reaches the cutoff. */
export interface LiveMask {
  uvs: Float32Array;
  png: Uint8Array<ArrayBuffer>;
  cutoff: number;
}

interface Accessor {
  bufferView: number;
  byteOffset?: number;
  componentType: keyof typeof COMPONENTS;
  count: number;
  type: keyof typeof WIDTHS;
  normalized?: boolean;
}

interface Compressed {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride: number;
  count: number;
  mode: "ATTRIBUTES" | "TRIANGLES" | "INDICES";
  filter?: "NONE" | "OCTAHEDRAL" | "QUATERNION" | "EXPONENTIAL" | "COLOR";
}

interface View {
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
  extensions?: { EXT_meshopt_compression?: Compressed };
}

interface Gltf {
  accessors: Accessor[];
  bufferViews: View[];
  meshes: { primitives: { attributes: Record<string, number>; indices: number }[] }[];
  materials?: { alphaCutoff?: number }[];
  images?: { bufferView: number }[];
  nodes: { mesh?: number; translation?: number[]; scale?: number[] }[];
}

const COMPONENTS = {
  5120: Int8Array,
  5121: Uint8Array,
  5122: Int16Array,
  5123: Uint16Array,
  5125: Uint32Array,
  5126: Float32Array,
};
const WIDTHS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };

/**
 * Reads a live preview: a GLB with one mesh, EXT_meshopt_compression and KHR_mesh_quantization. About 2 ms for 20,000
 * vertices, since no scene, material or node is made of it.
 * @throws RangeError for bytes that are no such GLB.
 */
export async function readLive(glb: ArrayBuffer): Promise<LiveMesh> {
  await MeshoptDecoder.ready;
  const { json, binary } = splitGlb(glb);
  const gltf = json as unknown as Gltf;
  const node = gltf.nodes?.find(({ mesh }) => mesh !== undefined);
  const primitive = gltf.meshes?.[node?.mesh ?? 0]?.primitives[0];
  if (!node || !primitive) throw new RangeError("the preview holds no mesh");
  const { POSITION, NORMAL, COLOR_0, TEXCOORD_0 } = primitive.attributes;
  const views = new Map<number, Uint8Array>();
  const read = (index: number) => readAccessor(gltf, binary, views, index);
  const positions = read(POSITION);
  const { translation = [0, 0, 0], scale = [1, 1, 1] } = node;
  for (let i = 0; i < positions.length; i++) positions[i] = positions[i] * scale[i % 3] + translation[i % 3];
  const image = gltf.images?.[0];
  const mesh = {
    positions,
    normals: read(NORMAL),
    colors: read(COLOR_0),
    indices: Uint32Array.from(read(primitive.indices)),
  };
  if (!image || TEXCOORD_0 === undefined) return mesh;
  const png = openView(gltf.bufferViews[image.bufferView], binary) as Uint8Array<ArrayBuffer>;
  return { ...mesh, mask: { uvs: read(TEXCOORD_0), png, cutoff: gltf.materials?.[0]?.alphaCutoff ?? 0.5 } };
}

/** @returns the two chunks of a GLB. @throws RangeError. */
export function splitGlb(glb: ArrayBuffer): { json: Record<string, unknown>; binary: Uint8Array<ArrayBuffer> } {
  const words = new DataView(glb);
  if (glb.byteLength < 20 || words.getUint32(0, true) !== 0x46546c67) throw new RangeError("not a GLB");
  const length = words.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(glb, 20, length)));
  const start = 20 + length + 8;
  const binary =
    start <= glb.byteLength ? new Uint8Array(glb, start, words.getUint32(20 + length, true)) : new Uint8Array(0);
  return { json, binary };
}

/** Values as floats; normalised integers become −1..1 or 0..1. */
function readAccessor(
  { accessors, bufferViews }: Gltf,
  binary: Uint8Array,
  views: Map<number, Uint8Array>,
  index: number,
): Float32Array {
  const { bufferView, byteOffset = 0, componentType, count, type, normalized } = accessors[index];
  const Component = COMPONENTS[componentType];
  const width = WIDTHS[type];
  const view = bufferViews[bufferView];
  const bytes = views.get(bufferView) ?? openView(view, binary);
  views.set(bufferView, bytes);
  const size = Component.BYTES_PER_ELEMENT;
  const stride = (view.extensions?.EXT_meshopt_compression?.byteStride ?? view.byteStride ?? size * width) / size;
  const source = new Component(
    bytes.buffer as ArrayBuffer,
    bytes.byteOffset + byteOffset,
    (count - 1) * stride + width,
  );
  const values = new Float32Array(count * width);
  const unit = normalized ? 1 / (2 ** (8 * size - (componentType === 5120 || componentType === 5122 ? 1 : 0)) - 1) : 1;
  for (let i = 0, at = 0; i < count; i++)
    for (let k = 0; k < width; k++) {
      const value = source[i * stride + k] * unit;
      values[at++] = normalized && value < -1 ? -1 : value;
    }
  return values;
}

/** A view's own copy of its bytes, aligned and decompressed. */
function openView({ byteOffset = 0, byteLength, extensions }: View, binary: Uint8Array): Uint8Array {
  const packed = extensions?.EXT_meshopt_compression;
  if (!packed) return binary.slice(byteOffset, byteOffset + byteLength);
  const source = binary.subarray(packed.byteOffset ?? 0, (packed.byteOffset ?? 0) + packed.byteLength);
  const bytes = new Uint8Array(packed.count * packed.byteStride);
  MeshoptDecoder.decodeGltfBuffer(bytes, packed.count, packed.byteStride, source, packed.mode, packed.filter);
  return bytes;
}
