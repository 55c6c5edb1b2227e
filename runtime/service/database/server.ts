import pg from "pg";
import { ServiceError } from "../errors.ts";
import type { Database } from "./database.ts";

/**
 * Connects to a PostgreSQL server, 14 or newer.
 * @param url as DATABASE_URL gives it. @param warn is told of lost connections; the pool opens new ones by itself.
 * @throws ServiceError DATABASE_FAILED.
 */
export async function serverDatabase(url: string, warn: (message: string) => void): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 6, connectionTimeoutMillis: 10_000, keepAlive: true });
  pool.on("error", (error) => warn(`lost a connection to PostgreSQL: ${error.message}`));
  try {
    await pool.query("select 1");
  } catch (cause) {
    await pool.end();
    const { host, port, database } = new pg.Client({ connectionString: url });
    const why = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    throw new ServiceError("DATABASE_FAILED", `PostgreSQL at ${host}:${port}/${database} refused: ${why}`, { cause });
  }
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) =>
      (await pool.query(text, values && [...values])).rows as Row[],
    script: async (text) => void (await pool.query(text)),
    boss: { connectionString: url, max: 4 },
    exclusive: false,
    close: () => pool.end(),
  };
}
