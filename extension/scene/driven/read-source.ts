/** A head's files: its own, and its coarser levels, finest first. */
export interface HeadFiles {
  glb: ArrayBuffer;
  levels: ArrayBuffer[];
}

/**
 * Where a head comes from: an address of `head.glb`, beside which its levels lie under the names that it tells; the file's bytes;
 * or the bytes of all of its files.
 */
export type HeadSource = string | URL | Blob | ArrayBuffer | Uint8Array | { glb: HeadBytes; levels?: HeadBytes[] };
type HeadBytes = Blob | ArrayBuffer | Uint8Array;

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;

/** @throws Error where a file cannot be fetched, RangeError where it is no GLB. */
export async function readSource(source: HeadSource): Promise<HeadFiles> {
  if (typeof source === "string" || source instanceof URL) {
    const glb = await fetchFile(String(source));
    const base = new URL(String(source), globalThis.location?.href);
    const levels = levelNames(glb).map((name) => fetchFile(new URL(name, base).href));
    return { glb, levels: await Promise.all(levels) };
  }
  if (isFiles(source)) {
    const [glb, ...levels] = await Promise.all([source.glb, ...(source.levels ?? [])].map(toBuffer));
    checkGlb(glb);
    for (const level of levels) checkGlb(level);
    return { glb, levels };
  }
  const glb = await toBuffer(source);
  checkGlb(glb);
  return { glb, levels: [] };
}

/** @returns what the file says of itself: the extras of its root joint, empty where it says nothing. */
export function headExtras(glb: ArrayBuffer): { levels?: string[] } & Record<string, unknown> {
  const words = new DataView(glb);
  const text = new TextDecoder().decode(new Uint8Array(glb, 20, words.getUint32(12, true)));
  const { nodes = [] } = JSON.parse(text) as { nodes?: { extras?: { headartist?: Record<string, unknown> } }[] };
  return nodes.find(({ extras }) => extras?.headartist)?.extras?.headartist ?? {};
}

function levelNames(glb: ArrayBuffer): string[] {
  const { levels } = headExtras(glb);
  // A file from elsewhere must not make the page ask for addresses of its choice.
  return (Array.isArray(levels) ? levels : []).filter((name) => /^[\w. -]+\.glb$/u.test(name));
}

function isFiles(source: object): source is { glb: HeadBytes; levels?: HeadBytes[] } {
  return "glb" in source;
}

async function fetchFile(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status} ${answer.statusText}`.trim());
  const glb = await answer.arrayBuffer();
  checkGlb(glb, address);
  return glb;
}

async function toBuffer(bytes: HeadBytes): Promise<ArrayBuffer> {
  if (bytes instanceof ArrayBuffer) return bytes;
  return bytes instanceof Blob ? bytes.arrayBuffer() : bytes.slice().buffer;
}

function checkGlb(glb: ArrayBuffer, name = "the head's file"): void {
  const words = new DataView(glb);
  if (glb.byteLength < 20 || words.getUint32(0, true) !== MAGIC || words.getUint32(16, true) !== JSON_CHUNK)
    throw new RangeError(`${name} is no GLB; give the address or the bytes of a head.glb`);
}
