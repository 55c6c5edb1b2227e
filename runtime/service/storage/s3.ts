import { Disk } from "flydrive";
import { ServiceError } from "../errors.ts";
import { checkedKey, HEAD_ID, type Library } from "./library.ts";

/**
 * Heads in an S3 bucket, through flydrive. A put replaces an object whole or not at all, which is what a head's store
 * asks for. The AWS client is no dependency of the product: who keeps heads in S3 installs it.
 * @param location "s3://bucket/prefix".
 */
export async function s3Library(location: string): Promise<Library> {
  const { hostname: bucket, pathname } = new URL(location);
  const prefix = pathname.replace(/^\/+|\/+$/g, "");
  const disk = await openBucket(bucket);
  const keyOf = (id: string, name?: string) => [prefix, checkedKey(id, name)].filter(Boolean).join("/");
  const read = async (key: string) => ((await disk.exists(key)) ? disk.getBytes(key) : undefined);
  return {
    location,
    async list() {
      const ids: string[] = [];
      let paginationToken: string | undefined;
      do {
        const page = await disk.listAll(prefix || "/", { paginationToken });
        for (const entry of page.objects) if (entry.isDirectory && HEAD_ID.test(entry.name)) ids.push(entry.name);
        paginationToken = page.paginationToken;
      } while (paginationToken);
      return ids;
    },
    store: (id) => ({
      read: (name) => read(keyOf(id, name)),
      write: (name, bytes) => disk.put(keyOf(id, name), bytes),
      remove: (name) => disk.delete(keyOf(id, name)),
    }),
    put: (id, name, bytes) => disk.put(keyOf(id, name), bytes),
    async find(id, name) {
      const key = keyOf(id, name);
      if (!(await disk.exists(key))) return undefined;
      const { contentLength, etag } = await disk.getMetaData(key);
      return { size: contentLength, etag, open: () => disk.getStream(key) };
    },
    remove: (id) => disk.deleteAll(`${keyOf(id)}/`),
  };
}

async function openBucket(bucket: string): Promise<Disk> {
  let driver: typeof import("flydrive/drivers/s3");
  try {
    driver = await import("flydrive/drivers/s3");
  } catch (cause) {
    const remedy = "npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner";
    throw new ServiceError("STORAGE_FAILED", `Heads in S3 need the AWS client: ${remedy}`, { cause });
  }
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  return new Disk(
    new driver.S3Driver({
      bucket,
      region: process.env.AWS_REGION ?? "us-east-1",
      endpoint,
      forcePathStyle: endpoint !== undefined,
      visibility: "private",
      supportsACL: false,
    }),
  );
}
