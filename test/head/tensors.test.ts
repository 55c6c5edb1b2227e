import assert from "node:assert/strict";
import { test } from "node:test";
import { DamagedFile, readTensors, writeTensors } from "../../runtime/head/tensors.ts";

/** A file of a header that says what it should not. */
function file(header: unknown, data: Uint8Array = new Uint8Array(8)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const entry = (fields: object) => ({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...fields } });
const good = writeTensors({ a: new Float32Array([1, 2]) }, { stage: "geometry", step: "3" });

const DAMAGED: [string, Uint8Array, RegExp][] = [
  ["nothing", new Uint8Array(0), /0 bytes/],
  ["half a file", good.subarray(0, good.length - 4), /outside the file/],
  ["a header without end", good.subarray(0, 20), /cut off/],
  ["no JSON", file("{"), /not JSON/],
  ["null", file("null"), /no object/],
  ["a tensor of null", file({ a: null }), /dtype/],
  ["a dtype of every object", file(entry({ dtype: "toString" })), /dtype toString/],
  ["offsets that are none", file(entry({ data_offsets: "all" })), /outside the file/],
  ["half a number", file(entry({ data_offsets: [0, 6] })), /midst of a number/],
  ["NaN", writeTensors({ a: new Float32Array([1, Number.NaN]) }), /a holds no numbers/],
  ["infinity", writeTensors({ a: new Float32Array([Infinity]) }), /a holds no numbers/],
];

test("a damaged file of a head is named, with what is wrong and what to do", () => {
  assert.deepEqual(readTensors(good, "x").tensors.a, new Float32Array([1, 2]));
  for (const [what, bytes, why] of DAMAGED) {
    assert.throws(
      () => readTensors(bytes, "checkpoint.safetensors"),
      (error) => {
        assert.ok(error instanceof DamagedFile, `${what}: ${error}`);
        assert.match(error.message, why, what);
        assert.match(error.message, /^checkpoint\.safetensors is damaged .*; delete it to start this stage again$/);
        return true;
      },
    );
  }
});
