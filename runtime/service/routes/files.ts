import { Type } from "typebox";
import { HEAD_FILES } from "../../head/store.ts";
import { LIVE_NAME } from "../compute/names.ts";
import { ServiceError } from "../errors.ts";
import { type App, failing, IdParams, mustFind, type RouteContext } from "./context.ts";

/** Every file that can be asked for, by the route's last part: the client's text is never a file name. */
const FILES = [
  { name: HEAD_FILES.glb, operationId: "readGlb", type: "model/gltf-binary", summary: "The finished head." },
  {
    name: HEAD_FILES.lod1,
    operationId: "readLod1",
    type: "model/gltf-binary",
    summary: "The next coarser level of a finished head of layers; heads on the grid hold their levels in head.glb.",
  },
  {
    name: HEAD_FILES.lod2,
    operationId: "readLod2",
    type: "model/gltf-binary",
    summary: "The level after that.",
  },
  {
    name: HEAD_FILES.lod3,
    operationId: "readLod3",
    type: "model/gltf-binary",
    summary: "The coarsest level.",
  },
  {
    name: HEAD_FILES.preview,
    operationId: "readPreview",
    type: "image/png",
    summary: "A picture of the finished head.",
  },
  {
    name: LIVE_NAME,
    operationId: "readLive",
    type: "model/gltf-binary",
    summary: "The head as it stands: meshopt-compressed, with vertex colours; the newest alone is kept.",
  },
  { name: HEAD_FILES.document, operationId: "readDocument", type: "application/json", summary: "The head document." },
  {
    name: HEAD_FILES.geometry,
    operationId: "readGeometry",
    type: "application/octet-stream",
    summary: "What the geometry stage ended with.",
  },
  {
    name: HEAD_FILES.color,
    operationId: "readColor",
    type: "application/octet-stream",
    summary: "What the texture and refine stages ended with.",
  },
  {
    name: HEAD_FILES.checkpoint,
    operationId: "readCheckpoint",
    type: "application/octet-stream",
    summary: "Where the running stage stands.",
  },
] as const;

export function fileRoutes(app: App, { db, library }: RouteContext): void {
  for (const { name, operationId, type, summary } of FILES) {
    app.get(
      `/api/heads/:id/${name}`,
      {
        schema: {
          operationId,
          summary,
          tags: ["files"],
          params: IdParams,
          response: {
            200: { content: { [type]: { schema: Type.Unsafe({ type: "string", format: "binary" }) } } },
            304: Type.Null({ description: "the file still has the ETag of If-None-Match" }),
            ...failing(404),
          },
        },
      },
      async ({ params: { id }, headers }, reply) => {
        await mustFind(db, id);
        const file = await library.open(id, name);
        if (!file) throw new ServiceError("FILE_NOT_YET", `Head ${id} has no ${name} now.`);
        reply.header("etag", file.etag).header("cache-control", "no-cache");
        if (headers["if-none-match"] === file.etag) {
          file.body.destroy();
          return reply.code(304).send(null);
        }
        return reply.type(type).header("content-length", file.size).send(file.body);
      },
    );
  }
}
