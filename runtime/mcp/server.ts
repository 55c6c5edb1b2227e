import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import sharp from "sharp";
import { type Client, ServiceRefusal } from "../../extension/api/client.ts";
import { readLevels } from "../../extension/api/read-levels.ts";
import { waitForHead } from "../../extension/api/wait-for-head.ts";
import type { Head, Progress } from "../../extension/service-types.ts";
import { packageVersion } from "../host/node/paths.ts";
import { exportFile } from "./export-file.ts";
import type { AgentService } from "./open-service.ts";
import { TOOLS } from "./tools.ts";

/** Width of the picture that an agent sees, in pixels. */
const PICTURE_WIDTH = 1024;

/** What a call hands on: its end, and who listens to progress. */
interface Call {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

type Given = Record<string, unknown>;

/**
 * The tools over the Model Context Protocol. They go through the service's HTTP API, so that its limits and guards hold.
 * @param folder where export_head may write.
 */
export function createServer(service: AgentService, folder: string): Server {
  const server = new Server({ name: "babylon-headartist", version: packageVersion() }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map((tool) => ({ ...tool })) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const token = params._meta?.progressToken;
    let [told, last] = [0, ""];
    const onProgress = ({ stage, step, steps, eta }: Progress) => {
      const message = `${stage} ${step}/${steps}${eta > 0 ? `, ${Math.round(eta)} s left` : ""}`;
      if (token === undefined || message === last) return;
      last = message;
      void extra.sendNotification({
        method: "notifications/progress",
        params: { progressToken: token, progress: ++told, message },
      });
    };
    try {
      const client = await service.client();
      return await run(client, params.name, params.arguments ?? {}, { signal: extra.signal, onProgress }, folder);
    } catch (error) {
      const remedy = error instanceof ServiceRefusal ? ` ${error.remedy}` : "";
      return { isError: true, content: [{ type: "text", text: `${(error as Error).message}${remedy}` }] };
    }
  });
  return server;
}

async function run(client: Client, name: string, given: Given, call: Call, folder: string): Promise<CallToolResult> {
  const { head: id, wait = true, ...rest } = given;
  switch (name) {
    case "make_head":
      return made(client, await client.call("createHead", { body: rest as never }), wait === true, call);
    case "edit_head":
      return made(client, await client.call("editHead", { id: `${id}`, body: rest as never }), wait === true, call);
    case "list_heads": {
      const { heads } = await client.call("listHeads", { query: { limit: `${rest.limit ?? 20}` } });
      return { content: [{ type: "text", text: JSON.stringify(heads.map(summary), null, 2) }] };
    }
    case "show_head":
      return show(client, await client.call("readHead", { id: `${id}` }));
    case "export_head": {
      const glb = await client.file("readGlb", `${id}`);
      const bytes = new Uint8Array(await glb!.blob.arrayBuffer());
      const levels = await readLevels(client, `${id}`, bytes.buffer);
      const overwrite = rest.overwrite === true;
      const path = await exportFile(folder, `${rest.file}`, bytes, overwrite);
      const beside: string[] = [];
      for (const [i, level] of levels.entries()) {
        const name = `${rest.file}`.replace(/\.glb$/i, `.lod${i + 1}.glb`);
        beside.push(await exportFile(folder, name, new Uint8Array(await level.arrayBuffer()), overwrite));
      }
      const others = beside.length > 0 ? `; coarser levels: ${beside.join(", ")}` : "";
      return { content: [{ type: "text", text: `${path} (${bytes.length} bytes)${others}` }] };
    }
    default:
      throw new Error(`there is no tool "${name}"; there are: ${TOOLS.map((tool) => tool.name).join(", ")}`);
  }
}

/** A head that was asked for, once it is done where the agent waits. A call that is given up takes its head with it. */
async function made(
  client: Client,
  { id }: Head,
  wait: boolean,
  { signal, onProgress }: Call,
): Promise<CallToolResult> {
  if (!wait) return show(client, await client.call("readHead", { id }));
  try {
    return await show(client, await waitForHead(client, id, { signal, onProgress }));
  } catch (error) {
    if (signal.aborted) await client.call("cancelJob", { id });
    throw error;
  }
}

async function show(client: Client, head: Head): Promise<CallToolResult> {
  const text = { type: "text" as const, text: JSON.stringify(summary(head), null, 2) };
  if (head.state !== "done") return { content: [text], isError: head.state === "failed" };
  const preview = await client.file("readPreview", head.id);
  const sheet = sharp(await preview!.blob.arrayBuffer()).resize({ width: PICTURE_WIDTH, withoutEnlargement: true });
  const data = (await sheet.jpeg({ quality: 85 }).toBuffer()).toString("base64");
  return { content: [text, { type: "image", data, mimeType: "image/jpeg" }] };
}

function summary({ id, createdAt, state, request, edit, error }: Head): object {
  const { name, prompt, preset, seed } = request;
  return { id, state, name, prompt, edit: edit?.instruction, parent: edit?.parent, preset, seed, createdAt, error };
}
