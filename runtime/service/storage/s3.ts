import type { Readable } from "node:stream";
import { Disk } from "flydrive";
import { ServiceError } from "../errors.ts";
import { checkedKey, HEAD_ID, type Library, type StoredFile } from "./library.ts";
import { oneWriter } from "./one-writer.ts";

/**
 * Heads in an S3 bucket, through flydrive. A put replaces an object whole or not at all, which is what a head's store
 * asks for. The AWS client is no dependency of the product: who keeps heads in S3 installs it.
 * @param location "s3://bucket/prefix".
 */
export async function s3Library(location: string): Promise<Library> {
  const { hostname: bucket, pathname } = new URL(location);
  const prefix = pathname.replace(/^\/+|\/+$/g, "");
  const { disk, get } = await openBucket(bucket);
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
    open: (id, name) => get(keyOf(id, name)),
    remove: (id) => disk.deleteAll(`${keyOf(id)}/`),
    sweep: async () => {}, // A put that was cut off leaves nothing.
    alone: oneWriter(),
  };
}

/** flydrive's disk, and what it has not: size, tag and bytes of an object from one answer. */
async function openBucket(bucket: string) {
  const [{ S3Driver }, { GetObjectCommand, S3Client }] = await awsClient();
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const region = process.env.AWS_REGION ?? "us-east-1";
  const client = new S3Client({ region, endpoint, forcePathStyle: endpoint !== undefined });
  const disk = new Disk(new S3Driver({ client, bucket, visibility: "private", supportsACL: false }));
  async function get(key: string): Promise<StoredFile | undefined> {
    try {
      const { ContentLength, ETag, Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { size: ContentLength!, etag: ETag!, body: Body as Readable };
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return undefined;
      throw error;
    }
  }
  return { disk, get };
}

async function awsClient() {
  try {
    return await Promise.all([import("flydrive/drivers/s3"), import("@aws-sdk/client-s3")]);
  } catch (cause) {
    const remedy = "npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner";
    throw new ServiceError("STORAGE_FAILED", `Heads in S3 need the AWS client: ${remedy}`, { cause });
  }
}
