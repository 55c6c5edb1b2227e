import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { PgBoss } from "pg-boss";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { PartPictures } from "../../host/node/part-pictures.ts";
import type { Database } from "../database/database.ts";
import { ServiceError } from "../errors.ts";
import type { EventHub } from "../events/hub.ts";
import type { HeadRow } from "../jobs/head-row.ts";
import { findHead } from "../jobs/heads.ts";
import type { Metrics } from "../metrics.ts";
import type { Packs } from "../packs.ts";
import type { Place } from "../schemas/access.ts";
import { StoredRequest } from "../schemas/requests.ts";
import { Uuid } from "../schemas/texts.ts";
import type { Pairing } from "../security/pairing.ts";
import type { LaunchToken } from "../security/token.ts";
import type { Library } from "../storage/library.ts";

/** What the routes share. */
export interface RouteContext {
  db: Database;
  boss: PgBoss;
  library: Library;
  hub: EventHub;
  packs: Packs;
  metrics: Metrics;
  pictures: PartPictures;
  token: LaunchToken;
  pairing: Pairing;
  epoch: string;
  version: string;
  /** The data folder, and whether it is the usual one. */
  place: Place;
  warn: (message: string) => void;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export const IdParams = Type.Object({ id: Uuid });

/** Error answers of a route by status, for the route's schema. */
export function failing(...statuses: number[]) {
  const all = [400, 401, 403, ...statuses, 500, 503];
  return Object.fromEntries(all.map((status) => [status, Type.Ref("ErrorAnswer")]));
}

/** @throws ServiceError HEAD_UNKNOWN. */
export async function mustFind(db: Database, id: string): Promise<HeadRow> {
  const row = await findHead(db, id);
  if (!row || !STORED.Check(row.request)) throw headUnknown(id);
  return row;
}

export function headUnknown(id: string): ServiceError {
  return new ServiceError("HEAD_UNKNOWN", `No head has the id ${id}.`);
}

/** The heads of a list that can be shown: one odd row, of another version or another hand, must not hide the others. */
export function showable(rows: HeadRow[], warn: (message: string) => void): HeadRow[] {
  return rows.filter(({ id, request }) => {
    const fits = STORED.Check(request);
    if (!fits) warn(`head ${id} is left out of a list: its request is not one of this version`);
    return fits;
  });
}

const STORED = Compile(StoredRequest);
