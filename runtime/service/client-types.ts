/** The part of JSON Schema that the service's schemas use. */
interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  const?: unknown;
  required?: string[];
  description?: string;
  format?: string;
  maxLength?: number;
  pattern?: string;
  maximum?: number;
}

interface Operation {
  operationId: string;
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

/** What of an OpenAPI 3.1 document is read here. */
export interface ApiDescription {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/**
 * Writes the extension's TypeScript types from the service's OpenAPI document: an interface for each named schema, and
 * `Operations`, which maps an operation's id to its method, path, query, body and answer. (openapi-typescript does the
 * same by way of TypeScript 5's compiler API, which TypeScript 7 no longer has.)
 */
export function clientTypes(api: ApiDescription): string {
  const schemas = Object.entries(api.components.schemas).map(([name, schema]) => declaration(name, schema));
  const operations = Object.entries(api.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => operationType(method, path, operation)),
  );
  return [
    "// Generated from the service's /openapi.json: run `npm run client-types` after a change of its routes.\n",
    limits(api),
    ...schemas,
    `export interface Operations {\n${operations.join("\n")}\n}\n`,
  ].join("\n");
}

/** What forms have to know before they ask. */
function limits({ components }: ApiDescription): string {
  const { prompt, seed } = components.schemas.HeadRequest.properties!;
  return [
    "/** Characters of the longest prompt or instruction, and the largest seed. */",
    `export const LIMITS = { text: ${prompt.maxLength}, seed: ${seed.maximum} } as const;\n`,
    "/** What a prompt or an instruction has to be like. */",
    `export const WORDS = /${prompt.pattern}/u;\n`,
  ].join("\n");
}

function declaration(name: string, schema: Schema): string {
  const type = typeOf(schema, "");
  const text = schema.properties ? `export interface ${name} ${type}` : `export type ${name} = ${type};`;
  return `${comment(schema.description, "")}${text}\n`;
}

/** From more members of one type on an object is a table, whose names the server alone has to know. */
const MOST_ALIKE = 16;
/** As biome.json has it. */
const LINE_WIDTH = 120;

function operationType(method: string, path: string, operation: Operation): string {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const queries = query.map(({ name, required, schema }) => `${name}${required ? "" : "?"}: ${typeOf(schema, "")}`);
  const body = operation.requestBody?.content["application/json"]?.schema;
  const parts = [
    `method: "${method.toUpperCase()}"`,
    `path: "${path}"`,
    `query: ${queries.length > 0 ? inBraces(queries) : "undefined"}`,
    `body: ${body ? typeOf(body, "") : "undefined"}`,
    `answer: ${answerType(operation)}`,
  ];
  return `${comment(operation.summary, "  ")}  ${operation.operationId}: {\n    ${parts.join(";\n    ")};\n  };`;
}

/** On one line where the formatter leaves it there. */
function inBraces(members: string[]): string {
  const line = `{ ${members.join("; ")} }`;
  return `    query: ${line};`.length <= LINE_WIDTH
    ? line
    : `{\n${members.map((member) => `      ${member};`).join("\n")}\n    }`;
}

/** The body of the successful answer; files and streams are read as such. */
function answerType({ responses }: Operation): string {
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? [];
  const [[type, { schema }] = ["", { schema: undefined }]] = Object.entries(answer?.content ?? {});
  if (!schema) return "undefined";
  if (type === "application/json" && schema.format !== "binary") return typeOf(schema, "");
  return schema.format === "binary" ? "Blob" : type === "text/event-stream" ? typeOf(schema, "") : "string";
}

/** @param before characters that stand before it in its line. */
function typeOf(schema: Schema, indent: string, before = 0): string {
  if (schema.$ref) return schema.$ref.split("/").pop()!;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return unionOf(schema.enum, indent, before);
  if (schema.anyOf) return schema.anyOf.map((option) => typeOf(option, indent)).join(" | ");
  if (schema.type === "array") return `Array<${typeOf(schema.items ?? {}, indent)}>`;
  if (schema.type === "object") return objectType(schema, indent);
  if (schema.type === "integer") return "number";
  return schema.type ?? "unknown";
}

/** On one line where the formatter leaves it there. */
function unionOf(values: unknown[], indent: string, before: number): string {
  const texts = values.map((value) => JSON.stringify(value));
  const line = texts.join(" | ");
  return `${line};`.length <= LINE_WIDTH - before ? line : texts.map((text) => `\n${indent}  | ${text}`).join("");
}

function objectType({ properties = {}, additionalProperties, required = [] }: Schema, indent: string): string {
  if (typeof additionalProperties === "object") return `Record<string, ${typeOf(additionalProperties, indent)}>`;
  const inner = `${indent}  `;
  const types = new Set(Object.values(properties).map((schema) => typeOf(schema, inner)));
  if (types.size === 1 && Object.keys(properties).length > MOST_ALIKE) return `Record<string, ${[...types][0]}>`;
  const lines = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? "" : "?";
    const member = `${inner}${name}${mark}:`;
    return `${comment(schema.description, inner)}${member}${spaced(typeOf(schema, inner, member.length + 1))};`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function spaced(type: string): string {
  return type.startsWith("\n") ? type : ` ${type}`;
}

function comment(text: string | undefined, indent: string): string {
  return text ? `${indent}/** ${text} */\n` : "";
}
