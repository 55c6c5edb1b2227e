import type { Command } from "commander";
import { append, providerOption } from "./options.ts";
import { partsOption } from "./parts-commands.ts";

/** Defines `headartist serve | mcp | worker`, whose packages are loaded when they are called. */
export function defineServiceCommands(program: Command): void {
  program
    .command("serve")
    .description("run the local service that Babylon.js talks to")
    .option("--host <address>", "address to listen at", "127.0.0.1")
    .option("--port <n>", "port to listen at", "4816")
    .option("--data <folder>", "folder of the queue, the token and the heads (default: ~/.headartist)")
    .option("--heads <place>", "keep heads elsewhere: a shared folder, or s3://bucket/prefix")
    .option("--allow-host <host:port>", "answer to this Host header too", append, [])
    .option("--allow-origin <origin>", "let pages of this origin in, for example http://localhost:5173", append, [])
    .option("--workers <n>", "heads made here at the same time; 0 leaves the work to other machines", "1")
    .addOption(providerOption())
    .option("--threads <n>", "threads of onnxruntime for each head (default: every core)")
    .addOption(partsOption())
    .action(async (options) => (await import("./serve.ts")).serve(options));

  program
    .command("mcp")
    .description("tools for agents: the Model Context Protocol over standard input and output")
    .option("-o, --output <folder>", "where export_head may write", ".")
    .option(
      "--data <folder>",
      "folder of the service that is used, or started where none runs (default: ~/.headartist)",
    )
    .option("--heads <place>", "keep heads elsewhere: a folder, or s3://bucket/prefix")
    .addOption(providerOption())
    .option("--threads <n>", "threads of onnxruntime for each head (default: every core)")
    .action(async (options) => (await import("./mcp.ts")).mcp(options));

  program
    .command("worker")
    .description("make heads for services that share the PostgreSQL of DATABASE_URL")
    .option("--heads <place>", "where the service keeps heads: a shared folder, or s3://bucket/prefix")
    .option("--workers <n>", "heads made at the same time", "1")
    .addOption(providerOption())
    .option("--threads <n>", "threads of onnxruntime for each head (default: every core)")
    .action(async (options) => (await import("./worker.ts")).worker(options));
}
