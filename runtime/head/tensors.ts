/** Named arrays as a head's files hold them: field weights, optimiser state, meshes. */
export type Tensors = Record<string, Float32Array | Uint32Array | Int32Array>;

const DTYPES = { F32: Float32Array, U32: Uint32Array, I32: Int32Array } as const;
type Dtype = keyof typeof DTYPES;
type ArrayOf<Types> = Types[keyof Types] extends new (buffer: ArrayBuffer) => infer Array ? Array : never;

/**
 * Writes arrays as a safetensors file (https://github.com/huggingface/safetensors#format): little-endian header length,
 * JSON header padded with spaces to 8 bytes, then the data. Names are sorted, so equal input gives equal bytes.
 * @param metadata free text pairs for the header's `__metadata__`.
 */
export function writeTensors(tensors: Tensors, metadata: Record<string, string> = {}): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const names = Object.keys(tensors).sort();
  let offset = 0;
  for (const name of names) {
    const { byteLength, length } = tensors[name];
    header[name] = { dtype: dtypeOf(tensors[name]), shape: [length], data_offsets: [offset, offset + byteLength] };
    offset += byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let cursor = 8 + headerLength;
  for (const name of names) {
    const { buffer, byteOffset, byteLength } = tensors[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), cursor);
    cursor += byteLength;
  }
  return bytes;
}

/** A file of a head that cannot be read as what it was written as. */
export class DamagedFile extends Error {
  override name = "DamagedFile";

  constructor(file: string, why: string) {
    super(`${file} is damaged (${why}); delete it to start this stage again`);
  }
}

/**
 * Reads what {@link writeTensors} wrote.
 * @throws DamagedFile naming the file and what is wrong with it, a value that is no number included.
 */
export function readTensors(bytes: Uint8Array, file: string): { tensors: Tensors; metadata: Record<string, string> } {
  const damaged = (why: string) => new DamagedFile(file, why);
  const read = parseTensors(bytes, DTYPES, damaged);
  for (const [name, values] of Object.entries(read.tensors)) {
    if (values instanceof Float32Array && !values.every(Number.isFinite)) throw damaged(`${name} holds no numbers`);
  }
  return read;
}

/**
 * Reads a safetensors file into flat arrays of their own.
 * @param types the dtypes that it may hold, and their arrays.
 * @param damaged makes the error to throw from what is wrong.
 */
export function parseTensors<Types extends Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>>(
  bytes: Uint8Array,
  types: Types,
  damaged: (why: string) => Error,
): { tensors: Record<string, ArrayOf<Types>>; metadata: Record<string, string> } {
  if (bytes.length < 8) throw damaged(`${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) throw damaged("the header is cut off");
  let header: Record<string, { dtype: string; data_offsets: [number, number] } | null> | null;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  } catch {
    throw damaged("the header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw damaged("the header is no object");
  const { __metadata__, ...entries } = header;
  const data = bytes.subarray(8 + headerLength);
  const tensors: Record<string, ArrayOf<Types>> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, data_offsets } = entry ?? { dtype: "", data_offsets: [] };
    const [begin, end]: number[] = Array.isArray(data_offsets) ? data_offsets : [-1, -1];
    if (!Object.hasOwn(types, dtype)) throw damaged(`tensor ${name} has dtype ${dtype}`);
    if (!(begin >= 0 && begin <= end && end <= data.length)) throw damaged(`tensor ${name} lies outside the file`);
    try {
      tensors[name] = new types[dtype](Uint8Array.from(data.subarray(begin, end)).buffer) as ArrayOf<Types>;
    } catch {
      throw damaged(`tensor ${name} ends in the midst of a number`);
    }
  }
  return { tensors, metadata: (__metadata__ as unknown as Record<string, string>) ?? {} };
}

function dtypeOf(array: Tensors[string]): Dtype {
  if (array instanceof Float32Array) return "F32";
  return array instanceof Uint32Array ? "U32" : "I32";
}
