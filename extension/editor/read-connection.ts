import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where a service of this user left its address and token; only this user can read it. */
export interface Connection {
  url: string;
  token?: string;
}

const USUAL: Connection = { url: "http://127.0.0.1:4816" };

/** @returns the running service's connection, or the usual address where none left a file. */
export function readConnection(folder = process.env.HEADARTIST_DATA ?? join(homedir(), ".headartist")): Connection {
  try {
    const { url, token } = JSON.parse(readFileSync(join(folder, "connection.json"), "utf8"));
    return typeof url === "string" && typeof token === "string" ? { url, token } : USUAL;
  } catch {
    return USUAL;
  }
}
