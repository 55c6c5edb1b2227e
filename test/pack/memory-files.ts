import type { PackFiles } from "../../runtime/pack/files.ts";

/** A folder in memory. Strings are UTF-8 text. */
export function memoryFiles(contents: Record<string, string | Uint8Array>): PackFiles {
  const bytes = (name: string): Uint8Array => {
    const found = contents[name];
    if (found === undefined) throw new Error(`no file ${name}`);
    return typeof found === "string" ? new TextEncoder().encode(found) : found;
  };
  return {
    root: "/memory",
    exists: async (name) => name in contents,
    size: async (name) => bytes(name).length,
    readText: async (name) => new TextDecoder().decode(bytes(name)),
    readRange: async (name, offset, length) => bytes(name).slice(offset, offset + length),
  };
}

/** A .safetensors file with this header (an object, or raw text) and `data` bytes of zeros. */
export function safetensors(header: unknown, data: number, claimed?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data);
  new DataView(file.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
  file.set(text, 8);
  return file;
}
