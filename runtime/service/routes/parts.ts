import { Type } from "typebox";
import { readPartDescriptions } from "../../host/node/head-kit.ts";
import { listParts } from "../../host/node/part-folders.ts";
import { ServiceError } from "../errors.ts";
import { partInfos } from "../part-infos.ts";
import { type App, failing, type RouteContext } from "./context.ts";

/** What heads can wear, an artist's own parts included. */
export function partRoutes(app: App, { pictures }: RouteContext): void {
  app.get(
    "/api/parts",
    {
      schema: {
        operationId: "listParts",
        summary: "Hair, hats, glasses … that a prompt can ask for; own parts as they were when the service started.",
        tags: ["parts"],
        response: { 200: Type.Ref("PartList"), ...failing() },
      },
    },
    async () => {
      const own = (await listParts()).filter(({ ships }) => !ships).map(({ path }) => path);
      return { parts: partInfos(await readPartDescriptions(), own) };
    },
  );
  app.get(
    "/api/parts/:id/picture.png",
    {
      schema: {
        operationId: "readPartPicture",
        summary: "A part on the average head; drawn when it is first asked for, then kept in the data folder.",
        tags: ["parts"],
        params: Type.Object({ id: Type.String({ pattern: "^[a-z]{1,32}\\.[a-z0-9][a-z0-9-]{0,63}$" }) }),
        response: {
          200: { content: { "image/png": { schema: Type.Unsafe({ type: "string", format: "binary" }) } } },
          ...failing(404),
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const [kind, name] = id.split(".");
      const png = await pictures.read(kind, name);
      if (!png) throw new ServiceError("PART_UNKNOWN", `No part has the id ${id}.`);
      return reply.type("image/png").header("cache-control", "no-cache").send(png);
    },
  );
}
