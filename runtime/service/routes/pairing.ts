import { Type } from "typebox";
import { ServiceError } from "../errors.ts";
import type { PairingCode } from "../schemas/access.ts";
import { type App, failing, type RouteContext } from "./context.ts";

export function pairingRoutes(app: App, { pairing, token }: RouteContext): void {
  app.post(
    "/api/pairing",
    {
      config: { open: true, pages: true },
      schema: {
        operationId: "beginPairing",
        summary: "Shows a code of six digits in the service's terminal.",
        tags: ["access"],
        security: [],
        response: { 200: Type.Ref("PairingBegun"), ...failing(429) },
      },
    },
    async () => pairing.begin(),
  );
  app.post(
    "/api/pairing/finish",
    {
      config: { open: true, pages: true },
      schema: {
        operationId: "finishPairing",
        summary: "Trades the code for the bearer token.",
        tags: ["access"],
        security: [],
        body: Type.Ref("PairingCode"),
        response: { 200: Type.Ref("TokenAnswer"), ...failing(409) },
      },
    },
    async ({ body }) => {
      const { pairing: name, code } = body as PairingCode;
      pairing.finish(name, code);
      return { token: token.token };
    },
  );
  app.post(
    "/api/renewal",
    {
      config: { open: true },
      schema: {
        operationId: "renewToken",
        summary: "Trades the token of a launch that crashed for this launch's, within ten minutes of the restart.",
        tags: ["access"],
        security: [],
        body: Type.Ref("RenewRequest"),
        response: { 200: Type.Ref("TokenAnswer"), ...failing() },
      },
    },
    async ({ body }) => {
      const { token: old } = body as { token: string };
      if (!token.matches(old) && !token.wasCrashedLaunch(old)) throw new ServiceError("TOKEN_WRONG");
      return { token: token.token };
    },
  );
}
