import { existsSync } from "node:fs";
import { join } from "node:path";
import { integer } from "../host/check-value.ts";
import { environmentError, usageError } from "../host/errors.ts";
import { packagePath } from "../host/node/paths.ts";
import { readThreads } from "../host/node/terminal/deliver-head.ts";
import { ensureWritable } from "../host/node/terminal/ensure-writable.ts";
import { tellKernels } from "../host/node/terminal/tell-kernels.ts";
import { untilStopped } from "../host/node/terminal/until-stopped.ts";
import { errorBody, ServiceError } from "../service/errors.ts";
import { DEFAULTS, type ServiceOptions } from "../service/options.ts";
import { isLoopback } from "../service/security/allow-list.ts";
import { startService } from "../service/start.ts";

/** Options of `headartist serve`, as the command line gives them. */
export interface ServeOptions {
  host: string;
  port: string;
  data?: string;
  heads?: string;
  allowHost: string[];
  allowOrigin: string[];
  workers: string;
  threads?: string;
  provider?: string;
}

/** `headartist serve`: the local service, until Ctrl-C. */
export async function serve(options: ServeOptions): Promise<void> {
  const studio = packagePath("dist", "studio");
  const settings: ServiceOptions = {
    host: options.host,
    port: integer("port", options.port, { least: 0, most: 65535 }),
    data: options.data,
    heads: options.heads ?? process.env.HEADARTIST_HEADS,
    allowHosts: options.allowHost,
    allowOrigins: options.allowOrigin,
    databaseUrl: process.env.DATABASE_URL,
    workers: integer("workers", options.workers, { least: 0, most: 64 }),
    threads: readThreads(options.threads),
    provider: options.provider,
    token: process.env.HEADARTIST_TOKEN,
    studio: existsSync(join(studio, "index.html")) ? studio : undefined,
  };
  if (!isLoopback(options.host)) {
    process.stderr.write(
      `listening beyond this machine, unencrypted: put ${options.host} behind a tunnel or a TLS proxy, and name the proxy with --allow-host\n`,
    );
  }
  for (const folder of [options.data ?? DEFAULTS.data, settings.heads])
    if (folder && !folder.includes("://")) await ensureWritable(folder, 0o700);
  await tellKernels(options.provider);
  const service = await startService(settings).catch((error) => {
    throw explained(error);
  });
  const page = settings.studio ? `${service.url}/#token=${service.token}` : service.url;
  const others = service.urls.filter((url) => url !== service.url && !/\/\/(localhost|\[::1\]):/.test(url));
  if (others.length > 0) process.stderr.write(`from other machines: ${others.join(", ")}\n`);
  process.stdout.write(`babylon-headartist is at ${page}\n`);
  if (!settings.studio) process.stdout.write("the studio page is not built: run `npm run panel`, then start again\n");
  process.stdout.write(`token file: ${join(options.data ?? DEFAULTS.data, "token")}\n`);
  await untilStopped();
  process.stderr.write("writing checkpoints\n");
  await service.stop();
}

export function explained(error: unknown): unknown {
  if (error instanceof RangeError) return usageError(error.message);
  if (!(error instanceof ServiceError)) return error;
  const { message, remedy } = errorBody(error);
  return environmentError(`${message} ${remedy}`);
}
