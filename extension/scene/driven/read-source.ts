/** A head's files: its own, and its coarser levels, finest first. */
export interface HeadFiles {
  glb: ArrayBuffer;
  levels: ArrayBuffer[];
}

/**
 * Where a head comes from: an address of `head.glb`, beside which its levels lie as `head.lod1.glb` …; the file's bytes;
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
    const levels = await Promise.all(levelAddresses(glb, base).map((address) => fetchLevel(address)));
    return { glb, levels: levels.filter((level) => level !== undefined) };
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

/** Levels lie beside the head under its own name, whatever it is called now: `orc.lod1.glb` beside `orc.glb`. */
function levelAddresses(glb: ArrayBuffer, base: URL): string[] {
  const { levels } = headExtras(glb);
  return (Array.isArray(levels) ? levels : []).flatMap((name) => {
    // A file from elsewhere must not make the page ask for addresses of its choice.
    const level = /\.lod(\d)\.glb$/u.exec(String(name))?.[1];
    const beside = new URL(base);
    beside.pathname = base.pathname.replace(/(\.glb)?$/iu, `.lod${level}.glb`);
    return level === undefined ? [] : [beside.href];
  });
}

/** @returns undefined where there is none: the head was copied without it. */
async function fetchLevel(address: string): Promise<ArrayBuffer | undefined> {
  const answer = await fetch(address);
  if (answer.status === 404) return undefined;
  return readAnswer(answer, address);
}

function isFiles(source: object): source is { glb: HeadBytes; levels?: HeadBytes[] } {
  return "glb" in source;
}

async function fetchFile(address: string): Promise<ArrayBuffer> {
  return readAnswer(await fetch(address), address);
}

async function readAnswer(answer: Response, address: string): Promise<ArrayBuffer> {
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
