import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { usageError } from "../host/errors.ts";
import { readThreads } from "../host/node/terminal/deliver-head.ts";
import { openService } from "../mcp/open-service.ts";
import { createServer } from "../mcp/server.ts";

/** Options of `headartist mcp`, as the command line gives them. */
export interface McpOptions {
  output: string;
  data?: string;
  heads?: string;
  threads?: string;
  provider?: string;
}

/** `headartist mcp`: tools for agents over standard input and output, until the agent ends or Ctrl-C. */
export async function mcp({ output, data, heads, threads, provider }: McpOptions): Promise<void> {
  const folder = resolve(output);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw usageError(`output "${output}" is no folder; give one that is there`);
  const service = openService({ data, heads, threads: readThreads(threads), provider });
  const server = createServer(service, folder);
  const ended = new Promise<void>((done) => {
    server.onclose = done;
    process.stdin.once("end", done);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
  await service.close();
}
