/** Read access to one folder. Paths are relative to it, with "/" between the parts. Implemented by the host. */
export interface PackFiles {
  /** Absolute path of the folder, for ONNX Runtime to find weights below. */
  readonly root: string;
  exists(path: string): Promise<boolean>;
  /** Length in bytes. */
  size(path: string): Promise<number>;
  readText(path: string): Promise<string>;
  readRange(path: string, offset: number, length: number): Promise<Uint8Array>;
}

/** What is wrong with a pack, where, and what to do about it; `code` is stable. */
export class PackError extends Error {
  override name = "PackError";
  readonly file: string;
  readonly code: "unusable" | "too-large";

  constructor(file: string, problem: string, remedy: string, code: PackError["code"] = "unusable") {
    super(`${file}: ${problem}. ${remedy}`);
    this.file = file;
    this.code = code;
  }
}

/** Bytes of a configuration, and of a vocabulary: the largest in use are a tenth of it. */
export const CONFIG_CAP = 2 ** 20;
export const VOCABULARY_CAP = 32 * 2 ** 20;

/** Reads a text that must not be longer than `cap` bytes. @throws PackError "too-large" before it is read. */
export async function readCapped(files: PackFiles, path: string, cap: number): Promise<string> {
  const size = await files.size(path);
  if (size <= cap) return files.readText(path);
  const problem = `has ${size.toLocaleString("en-US")} bytes, ${cap.toLocaleString("en-US")} are the most`;
  throw new PackError(path, problem, "Use the file that belongs to the model", "too-large");
}
