import { createApp } from "./app.ts";
import type { ApiDescription } from "./client-types.ts";
import type { RouteContext } from "./routes/context.ts";

/** @returns the OpenAPI document without starting anything: no route is called, so none needs its context. */
export async function describeApi(version: string): Promise<ApiDescription> {
  const context = { version, warn: () => {} } as unknown as RouteContext;
  const app = await createApp({ ...context, allowed: () => ({ hosts: new Set(), origins: new Set() }) });
  const api = app.swagger() as unknown as ApiDescription;
  await app.close();
  return api;
}
