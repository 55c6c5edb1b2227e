import { folderLibrary } from "./folder.ts";
import type { Library } from "./library.ts";

/** @param location a folder, or "s3://bucket/prefix" (region, endpoint and keys as the AWS_* variables give them). */
export async function openLibrary(location: string): Promise<Library> {
  return location.startsWith("s3://") ? (await import("./s3.ts")).s3Library(location) : folderLibrary(location);
}
