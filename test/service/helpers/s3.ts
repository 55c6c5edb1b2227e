import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { atEnd } from "./at-end.ts";

/** A bucket in memory that speaks as much of S3 as the library needs: put, get, head, delete, list, delete many. */
export async function startBucket(): Promise<{ endpoint: string; objects: Map<string, Buffer> }> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, "http://bucket");
    const key = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
    const found = objects.get(key);
    const headers = found && {
      "content-length": found.length,
      etag: etagOf(found),
      "last-modified": new Date(0).toUTCString(),
    };
    if (request.method === "PUT") {
      objects.set(key, unchunked(request, await bytesOf(request)));
      response.writeHead(200, { etag: etagOf(objects.get(key)!) }).end();
    } else if (request.method === "DELETE") {
      objects.delete(key);
      response.writeHead(204).end();
    } else if (request.method === "POST") {
      for (const [, name] of (await text(request)).matchAll(/<Key>(.*?)<\/Key>/g)) objects.delete(name);
      response.writeHead(200, { "content-type": "application/xml" }).end("<DeleteResult/>");
    } else if (url.searchParams.has("list-type")) {
      response.writeHead(200, { "content-type": "application/xml" }).end(listing(objects, url.searchParams));
    } else if (!found) response.writeHead(404).end();
    else response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => server.closeAllConnections());
  atEnd(() => server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as { port: number }).port}`, objects };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** Undoes aws-chunked framing: "size[;signature]\r\n", the bytes, "\r\n", … */
function unchunked({ headers }: IncomingMessage, body: Buffer): Buffer {
  if (!String(headers["content-encoding"] ?? "").includes("aws-chunked")) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, end), 16);
    if (!size) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function etagOf(bytes: Buffer): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}

function listing(objects: Map<string, Buffer>, query: URLSearchParams): string {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter");
  const folders = new Set<string>();
  const files: string[] = [];
  for (const key of [...objects.keys()].sort()) {
    if (!key.startsWith(prefix)) continue;
    const rest = key.slice(prefix.length);
    if (delimiter && rest.includes(delimiter)) folders.add(prefix + rest.slice(0, rest.indexOf(delimiter) + 1));
    else
      files.push(
        `<Contents><Key>${key}</Key><Size>${objects.get(key)!.length}</Size><LastModified>1970-01-01T00:00:00Z</LastModified><ETag>x</ETag></Contents>`,
      );
  }
  const shared = [...folders].map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
  return `<ListBucketResult><IsTruncated>false</IsTruncated><Prefix>${prefix}</Prefix>${files.join("")}${shared.join("")}</ListBucketResult>`;
}
