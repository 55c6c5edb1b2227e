import { splitGlb } from "./read-live.ts";

interface Scenes {
  scene?: number;
  scenes?: { name?: string; nodes?: number[] }[];
}

/**
 * Moves the nodes of the scene "LODs" into the default scene, where Babylon's loader sees them. The service keeps the
 * coarser levels apart so that viewers which know nothing of them draw the head once.
 */
export function withLods(glb: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const { json, binary } = splitGlb(glb);
  const { scene = 0, scenes = [] } = json as Scenes;
  const spare = scenes.find(({ name }) => name === "LODs");
  if (!spare || spare === scenes[scene]) return new Uint8Array(glb);
  scenes[scene].nodes = [...(scenes[scene].nodes ?? []), ...(spare.nodes ?? [])];
  json.scenes = scenes.filter((other) => other !== spare);
  json.scene = (json.scenes as object[]).indexOf(scenes[scene]);
  return joinGlb(json, binary);
}

function joinGlb(json: object, binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const length = Math.ceil(text.length / 4) * 4;
  const bytes = new Uint8Array(28 + length + binary.length).fill(0x20, 20, 20 + length);
  const words = new DataView(bytes.buffer);
  const header = [0x46546c67, 2, bytes.length, length, 0x4e4f534a];
  for (const [i, word] of header.entries()) words.setUint32(4 * i, word, true);
  bytes.set(text, 20);
  words.setUint32(20 + length, binary.length, true);
  words.setUint32(24 + length, 0x004e4942, true);
  bytes.set(binary, 28 + length);
  return bytes;
}
