import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { clientTypes } from "../../runtime/service/client-types.ts";
import { describeApi } from "../../runtime/service/describe.ts";
import { ERROR_CODES, ERRORS, errorBody, ServiceError } from "../../runtime/service/errors.ts";
import { CLIENT_TYPES } from "../../runtime/service/write-client-types.ts";

const FOLDER = packagePath("runtime", "service");

test("the table for readers says what the catalogue says", () => {
  const lines = readFileSync(join(FOLDER, "errors.md"), "utf8").match(/^\| `.*$/gm)!;
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  const expected = ERROR_CODES.map((code) => {
    const { status, meaning, remedy } = ERRORS[code];
    return [`\`${code}\``, String(status), meaning, remedy];
  });
  assert.deepEqual(rows, expected);
});

test("every code is used by the sources", () => {
  const sources = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !["errors.ts", "errors.test.ts"].includes(name))
    .map((name) => readFileSync(join(FOLDER, name), "utf8"))
    .join("\n");
  const mapper = readFileSync(join(FOLDER, "errors.ts"), "utf8").split("} as const;")[1];
  for (const code of ERROR_CODES) assert.ok(`${sources}${mapper}`.includes(`"${code}"`), code);
});

test("what is not in the catalogue tells nothing but that", () => {
  assert.deepEqual(errorBody(new Error("password=secret")), {
    code: "INTERNAL",
    message: ERRORS.INTERNAL.meaning,
    remedy: ERRORS.INTERNAL.remedy,
  });
  assert.equal(errorBody(Object.assign(new Error("x"), { code: "ENOSPC" })).code, "DISK_FULL");
  assert.equal(errorBody(Object.assign(new Error("x"), { code: "57P01" })).code, "DATABASE_FAILED");
  assert.equal(errorBody(new ServiceError("JOB_STATE", "it is done")).message, "it is done");
});

test("/openapi.json is OpenAPI 3.1 with every code, and the extension's types are made from it", async () => {
  const { version } = JSON.parse(readFileSync(packagePath("package.json"), "utf8"));
  const api = await describeApi(version);
  assert.equal((api as unknown as { openapi: string }).openapi, "3.1.0");
  assert.deepEqual(api.components.schemas.ErrorInfo.properties!.code.enum, ERROR_CODES);
  const ids = Object.values(api.paths).flatMap((verbs) => Object.values(verbs).map(({ operationId }) => operationId));
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(!JSON.stringify(api).includes("undefined"));
  assert.equal(readFileSync(CLIENT_TYPES, "utf8"), clientTypes(api), "run `npm run client-types`");
});
