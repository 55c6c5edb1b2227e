const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;

/** @returns what a head's GLB tells of itself: the `headartist` of some node's extras; undefined where it tells nothing, or is no GLB. */
export function readExtras(glb: Uint8Array): Record<string, unknown> | undefined {
  const view = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  if (glb.length < 20 || view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== JSON_CHUNK) return undefined;
  const text = new TextDecoder().decode(glb.subarray(20, 20 + view.getUint32(12, true)));
  try {
    const { nodes = [] } = JSON.parse(text) as { nodes?: { extras?: { headartist?: Record<string, unknown> } }[] };
    return nodes.find(({ extras }) => extras?.headartist)?.extras?.headartist;
  } catch {
    return undefined;
  }
}
