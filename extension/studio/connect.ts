import type { SessionOptions } from "../state/session.ts";
import { openDresser } from "./open-dresser.ts";
import { takeToken } from "./take-token.ts";

/** What a page has of a session's options. */
export type Connected = Omit<SessionOptions, "memory" | "secrets">;

/** What the studio works with: the service that has served the page. `npm run site` puts another module in this one's place. */
export async function connect(): Promise<Connected> {
  return { url: location.origin, token: takeToken(), dress: openDresser() };
}
