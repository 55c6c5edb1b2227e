import type { ConstructorOptions } from "pg-boss";

/** What the service asks of PostgreSQL, embedded (PGlite) or a server. */
export interface Database {
  /** One statement with $1… parameters. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
  /** How pg-boss reaches the same database. */
  boss: ConstructorOptions;
  /** True where no other process can use this database: whatever it calls running died with its last owner. */
  exclusive: boolean;
  close(): Promise<void>;
}
