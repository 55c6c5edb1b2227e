import type { SessionOptions } from "../state/session.ts";
import { takeToken } from "./take-token.ts";

/** What the studio works with: the service that has served the page. `npm run site` puts another module in this one's place. */
export async function connect(): Promise<
  Pick<SessionOptions, "url" | "token" | "fetch" | "usual" | "alone" | "importHead">
> {
  return { url: location.origin, token: takeToken() };
}
