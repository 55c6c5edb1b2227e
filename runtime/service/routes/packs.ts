import { Type } from "typebox";
import { type App, failing, type RouteContext } from "./context.ts";

export function packRoutes(app: App, { packs }: RouteContext): void {
  app.get(
    "/api/packs",
    {
      schema: {
        operationId: "listPacks",
        summary: "Model packs.",
        tags: ["packs"],
        response: { 200: Type.Ref("PackList"), ...failing() },
      },
    },
    async () => ({ packs: await packs.list() }),
  );
}
