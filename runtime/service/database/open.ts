import { join } from "node:path";
import type { Database } from "./database.ts";
import { embeddedDatabase } from "./embedded.ts";
import { serverDatabase } from "./server.ts";

/** Embedded in `<data>/queue` by default; a PostgreSQL server where a URL is given. */
export function openDatabase(
  data: string,
  url: string | undefined,
  warn: (message: string) => void,
): Promise<Database> {
  return url ? serverDatabase(url, warn) : embeddedDatabase(join(data, "queue"), warn);
}
