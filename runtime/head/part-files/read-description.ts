import { Check, Errors } from "typebox/value";
import { PartDescription } from "./describe.ts";

/** What is wrong with a part's file; the message names the file, the field and the remedy. */
export class PartError extends Error {
  constructor(file: string, message: string) {
    super(`${file}: ${message}`);
    this.name = "PartError";
  }
}

/**
 * Reads what a part says of itself from the JSON of its GLB, without its meshes.
 * @param file names it in errors. @throws PartError where it is no GLB, or its description is missing or breaks the schema.
 */
export function readDescription(bytes: Uint8Array, file: string): PartDescription {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // glTF 2.0, section 4.4: magic, version, length; then the length and type of the JSON chunk.
  if (bytes.length < 20 || view.getUint32(0, true) !== 0x46546c67 || view.getUint32(16, true) !== 0x4e4f534a) {
    throw new PartError(file, "it is not a binary glTF (.glb); export it as one");
  }
  let nodes: { extras?: { part?: unknown } }[];
  try {
    nodes = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true)))).nodes ?? [];
  } catch {
    throw new PartError(file, "its JSON is damaged; export it again");
  }
  const described = nodes.filter(({ extras }) => extras?.part !== undefined);
  if (described.length !== 1) {
    throw new PartError(file, `${described.length} nodes have extras.part; exactly one must describe the part`);
  }
  const part = described[0].extras?.part;
  if (Check(PartDescription, part)) return part;
  const [first] = Errors(PartDescription, part);
  const found = first.instancePath
    .split("/")
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], part);
  const value = first.instancePath ? `, but is ${JSON.stringify(found)}` : "";
  throw new PartError(file, `extras.part${first.instancePath.replaceAll("/", ".")} ${first.message}${value}`);
}
