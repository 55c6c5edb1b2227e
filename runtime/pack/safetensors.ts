import { PackError, type PackFiles } from "./files.ts";

/** Bytes an element of each safetensors dtype takes. */
const ELEMENT_BYTES: Record<string, number> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Bytes of a header: that of the largest diffusion model is a hundredth of it. The format itself allows 100 MB. */
export const HEADER_CAP = 16 * 2 ** 20;

const DOWNLOAD_AGAIN = "Download the file again and compare its checksum";

/** Where a tensor lies. `offset` counts from the start of the file. */
export interface TensorEntry {
  readonly name: string;
  readonly file: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads the header of a .safetensors file, and trusts nothing in it: offsets must lie in the file, must not overlap,
 * must leave no gap, and must agree with dtype and shape. No tensor data is read.
 */
export async function readSafetensors(files: PackFiles, path: string): Promise<Map<string, TensorEntry>> {
  const size = await files.size(path);
  if (size < 8) throw new PackError(path, `only ${size} bytes, too short for a safetensors file`, DOWNLOAD_AGAIN);
  const head = await files.readRange(path, 0, 8);
  const length = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true));
  if (length > HEADER_CAP) {
    const pickle = head[0] === 0x80 || (head[0] === 0x50 && head[1] === 0x4b);
    const guess = pickle ? "it looks like a PyTorch pickle, which is never read" : "it is no safetensors file";
    throw new PackError(path, `the header claims ${length} bytes, over the cap of ${HEADER_CAP}: ${guess}`, USE_REAL);
  }
  if (8 + length > size) {
    throw new PackError(path, `the header claims ${length} bytes, the file has ${size}`, DOWNLOAD_AGAIN);
  }
  const header = parseHeader(path, await files.readRange(path, 8, length));
  const entries = new Map<string, TensorEntry>();
  for (const [name, raw] of Object.entries(header)) {
    if (name !== "__metadata__") entries.set(name, entry(path, name, raw, 8 + length, size));
  }
  checkCover(path, [...entries.values()], 8 + length, size);
  return entries;
}

const USE_REAL = "Use the .safetensors file of the model";

function parseHeader(path: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) {
      return header as Record<string, unknown>;
    }
  } catch {
    // Reported below, as for valid JSON of another kind.
  }
  throw new PackError(path, "the header is no JSON object", USE_REAL);
}

function entry(path: string, name: string, raw: unknown, base: number, size: number): TensorEntry {
  const refuse = (problem: string): never => {
    throw new PackError(path, `tensor "${name}" ${problem}`, DOWNLOAD_AGAIN);
  };
  const { dtype, shape, data_offsets: offsets } = (raw ?? {}) as Record<string, unknown>;
  const whole = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (typeof dtype !== "string" || !Object.hasOwn(ELEMENT_BYTES, dtype)) {
    return refuse(`has the unknown dtype ${JSON.stringify(dtype)}`);
  }
  if (!Array.isArray(shape) || !shape.every(whole)) return refuse(`has the malformed shape ${JSON.stringify(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole)) {
    return refuse(`has malformed data_offsets ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  if (end < begin || base + end > size) {
    return refuse(`claims bytes ${begin} to ${end} of a file with ${size - base} bytes of data`);
  }
  const expected = shape.reduce((a: number, b: number) => a * b, ELEMENT_BYTES[dtype]);
  if (end - begin !== expected) {
    return refuse(`is ${dtype} [${shape}], ${expected} bytes, but its data_offsets span ${end - begin}`);
  }
  return { name, file: path, dtype, shape, offset: base + begin, length: end - begin };
}

/** The format demands that tensors lie end to end and fill the file. */
function checkCover(path: string, entries: TensorEntry[], base: number, size: number): void {
  let position = base;
  let previous = "";
  for (const t of entries.sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (t.offset < position) {
      throw new PackError(path, `tensors "${previous}" and "${t.name}" overlap`, DOWNLOAD_AGAIN);
    }
    if (t.offset > position) {
      throw new PackError(path, `${t.offset - position} unclaimed bytes before tensor "${t.name}"`, DOWNLOAD_AGAIN);
    }
    position = t.offset + t.length;
    previous = t.name;
  }
  if (position !== size) throw new PackError(path, `${size - position} unclaimed bytes at the end`, DOWNLOAD_AGAIN);
}
