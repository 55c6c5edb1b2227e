/** The service's HTTP API, typed: for a browser's page, Node, or anything else that has `fetch`. */
export * from "../service-types.ts";
export {
  type Arguments,
  type Client,
  type ClientOptions,
  createClient,
  type OperationName,
  ServiceRefusal,
  ServiceUnreachable,
} from "./client.ts";
export { type FollowOptions, followEvents } from "./follow-events.ts";
export { readLevels } from "./read-levels.ts";
export { type WaitOptions, waitForHead } from "./wait-for-head.ts";
