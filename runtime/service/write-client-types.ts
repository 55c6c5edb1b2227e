import { writeFile } from "node:fs/promises";
import { packagePath, packageVersion } from "../host/node/paths.ts";
import { clientTypes } from "./client-types.ts";
import { describeApi } from "./describe.ts";

/** The extension's types of the HTTP API. */
export const CLIENT_TYPES = packagePath("extension", "service-types.ts");

// `npm run client-types`
if (import.meta.main) {
  await writeFile(CLIENT_TYPES, clientTypes(await describeApi(packageVersion())));
}
