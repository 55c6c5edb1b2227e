/** Values that glTF 2.0 takes where nothing is said, and hints for GPUs that parts never reach as they are, by property. */
const DEFAULTS: Record<string, unknown[]> = {
  byteOffset: [0],
  normalized: [false],
  mode: [4],
  target: [34962, 34963],
  doubleSided: [false],
};

/** The same GLB without what its JSON need not say. @param bytes one JSON and one binary chunk. */
export function leanJson(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(12, true);
  const text = new TextDecoder().decode(bytes.subarray(20, 20 + length));
  const lean = JSON.stringify(JSON.parse(text, (key, value) => (DEFAULTS[key]?.includes(value) ? undefined : value)));
  const json = new TextEncoder().encode(lean.padEnd(Math.ceil(lean.length / 4) * 4));
  const out = new Uint8Array(bytes.length - length + json.length);
  out.set(bytes.subarray(0, 20));
  out.set(json, 20);
  out.set(bytes.subarray(20 + length), 20 + json.length);
  const head = new DataView(out.buffer);
  head.setUint32(8, out.length, true);
  head.setUint32(12, json.length, true);
  return out;
}
