import type { Readable } from "node:stream";
import type { HeadStore } from "../../head/store.ts";
import type { OneWriter } from "./one-writer.ts";

/** A file of a head as it was when it was opened: size, tag and bytes belong together, whatever replaces it meanwhile. */
export interface StoredFile {
  size: number;
  /** Changes whenever the bytes do. */
  etag: string;
  /** To be read to its end or destroyed. */
  body: Readable;
}

/** Where heads live: one folder, or one prefix of a bucket, a head. Ids and file names come from the service, never from a path. */
export interface Library {
  /** What `openLibrary` takes, so that a compute process can open the same library. */
  location: string;
  /** Ids of every head in it. */
  list(): Promise<string[]>;
  store(id: string): HeadStore;
  /** Writes atomically but not durably: for live previews, which a restart makes anew. */
  put(id: string, name: string, bytes: Uint8Array): Promise<void>;
  /** @returns undefined where there is no such file. */
  open(id: string, name: string): Promise<StoredFile | undefined>;
  remove(id: string): Promise<void>;
  /** Removes what a killed writer left of a head's files; nothing may be writing the head's files meanwhile. */
  sweep(id: string): Promise<void>;
  /** See {@link oneWriter}. */
  alone: OneWriter;
}

/** The only ids there are: lower-case UUIDs. */
export const HEAD_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws RangeError where an id or a name could lead out of the library. */
export function checkedKey(id: string, name = ""): string {
  if (!HEAD_ID.test(id) || !/^[a-z0-9.-]*$/.test(name) || name.startsWith(".")) {
    throw new RangeError(`${JSON.stringify(`${id}/${name}`)} is not a file of a head`);
  }
  return name ? `${id}/${name}` : id;
}
