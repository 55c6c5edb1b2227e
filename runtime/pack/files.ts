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

/** What is wrong with a pack, where, and what to do about it. */
export class PackError extends Error {
  override name = "PackError";
  readonly file: string;

  constructor(file: string, problem: string, remedy: string) {
    super(`${file}: ${problem}. ${remedy}`);
    this.file = file;
  }
}
