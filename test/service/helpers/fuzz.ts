import { request } from "node:http";
import fc from "fast-check";
import { ERROR_CODES } from "../../../runtime/service/errors.ts";
import type { Target } from "./client.ts";

/** What of JSON Schema the service's OpenAPI document uses. */
interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}
interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  schema: Schema;
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
export interface Api {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** One request, as it is sent. */
export interface Shot {
  operation: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

const ODD_TEXT = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "\0",
    "\ud800",
    "\x1b[2J",
    "../../etc/passwd",
    "%00",
    "'; drop table headartist.head; --",
    "🧝‍♀️",
  ),
  fc.constant("x".repeat(600)),
);
const ANYTHING = fc.oneof(fc.jsonValue({ maxDepth: 3 }), ODD_TEXT, fc.double(), fc.constantFrom(-1, 2 ** 53, 1e300));
/** Chances in ten that a value is what its schema asks for. */
const FITTING = 8;
/** In twenty that a field of a body is: bodies have many, and one odd one refuses them. */
const FIELDS = 19;

/**
 * Requests to every route of an OpenAPI document: mostly what the schemas ask for, often not, sometimes nothing like it.
 * @param ids of heads that exist.
 */
export function shots({ paths, components }: Api, token: string, ids: readonly string[]): fc.Arbitrary<Shot> {
  const fitting = (schema: Schema): fc.Arbitrary<unknown> => {
    if (schema.$ref) return fitting(components.schemas[schema.$ref.split("/").pop()!]);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting));
    if (schema.type === "object") {
      const fields = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, mixed(fitting(one), FIELDS)]);
      return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
    }
    if (schema.type === "array") return fc.array(mixed(fitting(schema.items ?? {})), { maxLength: 4 });
    if (schema.type === "integer") return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 2 ** 31 });
    if (schema.type === "number") return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1, noNaN: true });
    if (schema.type === "boolean") return fc.boolean();
    if (schema.pattern?.startsWith("^[0-9a-f]{8}-")) return fc.oneof(fc.constantFrom(...ids), fc.uuid());
    if (schema.pattern === "^[0-9]{6}$") return fc.stringMatching(/^[0-9]{6}$/);
    return fc.constantFrom("an old dwarf", "steps=3 ms=1", "older", "starter", "A".repeat(schema.maxLength ?? 20));
  };
  const operations = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => ({ path, method, operation })),
  );
  const shot = ({ path, method, operation }: (typeof operations)[number]): fc.Arbitrary<Shot> => {
    const parameters = (operation.parameters ?? []).filter((one) => one.in !== "header");
    const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
    const body = schema ? mixed(fitting(schema), 9).map((value) => JSON.stringify(value)) : fc.constant(undefined);
    return fc
      .record({
        given: fc.tuple(...parameters.map((one) => mixed(fitting(one.schema), 9))),
        headers: headers(token),
        body: mixed(body as fc.Arbitrary<unknown>, 9),
        verb: mixed(
          fc.constant(method.toUpperCase()),
          19,
          fc.constantFrom("PUT", "PATCH", "HEAD", "DELETE", "OPTIONS"),
        ),
        tail: mixed(fc.constant(""), 19, fc.constantFrom("/", "%", "?x=%zz", "/..", "//", "?__proto__=1", ";a")),
      })
      .map(({ given, headers, body, verb, tail }) => {
        let address = path;
        const query: string[] = [];
        for (const [i, one] of parameters.entries()) {
          const text = encodeURIComponent(String(given[i]).toWellFormed()).slice(0, 4000);
          if (one.in === "path") address = address.replace(`{${one.name}}`, text);
          else query.push(`${one.name}=${text}`);
        }
        const search = query.length > 0 ? `?${query.join("&")}` : "";
        return {
          operation: operation.operationId,
          method: String(verb),
          path: address + search + tail,
          headers,
          body: typeof body === "string" ? body : body === undefined ? undefined : String(body),
        };
      });
  };
  return fc.oneof(...operations.map(shot));
}

/** Mostly what fits, else something odd. */
function mixed<T>(
  fitting: fc.Arbitrary<T>,
  weight = FITTING,
  odd: fc.Arbitrary<unknown> = ANYTHING,
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight, arbitrary: fitting }, { weight: weight > 10 ? 1 : 10 - weight, arbitrary: odd });
}

function headers(token: string): fc.Arbitrary<Record<string, string>> {
  return fc.record(
    {
      authorization: mixed(fc.constant(`Bearer ${token}`), 49, fc.constantFrom("Bearer x", "Basic eA==", "", "Bearer")),
      "content-type": mixed(
        fc.constant("application/json"),
        29,
        fc.constantFrom("text/plain", "application/json;x", ""),
      ),
      "last-event-id": mixed(fc.constant("x.1"), 9, fc.constantFrom("x", "1e400.-1", "x".repeat(70))),
    },
    { requiredKeys: ["authorization", "content-type"] },
  ) as fc.Arbitrary<Record<string, string>>;
}

export interface Outcome {
  status: number;
  /** HEAD is answered without a body, and so without a code. */
  bodiless?: boolean;
  code?: string;
}

/** What must never be; undefined where all is well. */
export function fault({ status, code, bodiless }: Outcome): string | undefined {
  if (status >= 500 && code !== "STREAMS_FULL") return "a fault of the service";
  if (status >= 400 && !bodiless && !(ERROR_CODES as string[]).includes(code ?? "")) return "a refusal without a code";
  return undefined;
}

/** Milliseconds in which an answer must begin, on a busy machine too. */
const HANG_MS = 60_000;

/** Sends a request and reads the answer; an event stream's beginning is enough. @throws where there is no answer. */
export function fire({ url }: Target, { method, path, headers, body }: Shot): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false, timeout: HANG_MS }, (response) => {
      const status = response.statusCode!;
      if (response.headers["content-type"] === "text/event-stream") {
        resolve({ status });
        return void sent.destroy();
      }
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        if (text.length < 10_000) text += chunk;
      });
      response.on("end", () => resolve({ status, code: codeOf(text), bodiless: method === "HEAD" }));
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", reject);
    sent.end(body);
  });
}

function codeOf(text: string): string | undefined {
  try {
    return JSON.parse(text).error.code;
  } catch {
    return undefined;
  }
}
