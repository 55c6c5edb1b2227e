const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;

/** What is read of a GLB's JSON. */
interface Gltf {
  nodes?: { name?: string; mesh?: number; extras?: { headartist?: Record<string, unknown> } }[];
  meshes?: { primitives: { attributes: Record<string, number> }[] }[];
  accessors?: { count: number }[];
}

/** @returns what a head's GLB tells of itself: the `headartist` of some node's extras; undefined where it tells nothing, or is no GLB. */
export function readExtras(glb: Uint8Array): Record<string, unknown> | undefined {
  return readJson(glb)?.nodes?.find(({ extras }) => extras?.headartist)?.extras?.headartist;
}

/** @returns how many vertices the mesh of a node has; undefined where there is no such node, or no GLB. */
export function readVertexCount(glb: Uint8Array, name: string): number | undefined {
  const { nodes, meshes, accessors } = readJson(glb) ?? {};
  const mesh = nodes?.find((node) => node.name === name)?.mesh;
  const position = mesh === undefined ? undefined : meshes?.[mesh].primitives[0].attributes["POSITION"];
  return position === undefined ? undefined : accessors?.[position].count;
}

function readJson(glb: Uint8Array): Gltf | undefined {
  const view = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  if (glb.length < 20 || view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== JSON_CHUNK) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + view.getUint32(12, true)))) as Gltf;
  } catch {
    return undefined;
  }
}
