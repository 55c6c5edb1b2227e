/** The kinds of arrays that a file of arrays may hold. */
const KINDS = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array };
type Kind = keyof typeof KINDS;

/** Bytes that every array begins at a multiple of. */
const ALIGNED = 8;

/** Where an array lies behind the head of the file. */
interface Placed {
  kind: Kind;
  at: number;
  length: number;
}

/**
 * Plain data with typed arrays in it as bytes: a length, JSON with places instead of arrays, then the arrays as they lie in memory.
 * @throws TypeError where there is something else in it.
 */
export function arraysToBytes(value: object): Uint8Array {
  const arrays: InstanceType<(typeof KINDS)[Kind]>[] = [];
  let end = 0;
  const json = JSON.stringify(value, (_, part) => {
    if (typeof part === "function") throw new TypeError("a function cannot be kept in a file");
    if (!ArrayBuffer.isView(part)) return part;
    const kind = part.constructor.name as Kind;
    if (!(kind in KINDS)) throw new TypeError(`${kind} cannot be kept in a file`);
    const array = part as InstanceType<(typeof KINDS)[Kind]>;
    const placed: Placed = { kind, at: end, length: array.length };
    arrays.push(array);
    end = aligned(end + array.byteLength);
    return { placed };
  });
  const head = new TextEncoder().encode(json);
  const first = aligned(4 + head.length);
  const bytes = new Uint8Array(first + end);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = first;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

/** What {@link arraysToBytes} was given; its arrays are views of the bytes, which begin at a multiple of 8. @throws RangeError where they are cut off. */
export function bytesToArrays(bytes: Uint8Array<ArrayBuffer>): unknown {
  const { buffer, byteOffset } = bytes;
  const length = new DataView(buffer, byteOffset).getUint32(0, true);
  const first = byteOffset + aligned(4 + length);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)), (_, part) => {
    const placed: Placed | undefined = part?.placed;
    return placed ? new KINDS[placed.kind](buffer, first + placed.at, placed.length) : part;
  });
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNED) * ALIGNED;
}
