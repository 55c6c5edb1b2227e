import { EditRequest, HeadRequest } from "../service/schemas/requests.ts";

const Id = { type: "string", description: "id of the head, as make_head, edit_head and list_heads give it" } as const;
const Wait = {
  type: "boolean",
  default: true,
  description: "wait until the head is done; otherwise ask for it with show_head",
} as const;

/** A tool as agents see it; JSON Schema of what it takes. */
interface Tool {
  name: string;
  description: string;
  annotations: { readOnlyHint: boolean; destructiveHint?: boolean };
  inputSchema: { type: "object"; properties: Record<string, object>; required: string[]; additionalProperties: false };
}

function tool(name: string, description: string, readOnly: boolean, properties: object, required: string[]): Tool {
  const inputSchema = { type: "object", properties: { ...properties }, required, additionalProperties: false } as const;
  return { name, description, annotations: { readOnlyHint: readOnly, destructiveHint: false }, inputSchema };
}

/** The tools; fields and their limits are those of the HTTP API. */
export const TOOLS: readonly Tool[] = [
  tool(
    "make_head",
    'Makes a 3D head from a description such as "an old man with a white beard", and shows it. The built preset takes about 10 seconds on two cores, draft 20, standard a minute, high several.',
    false,
    { ...HeadRequest.properties, wait: Wait },
    ["prompt"],
  ),
  tool(
    "edit_head",
    'Changes a head by an instruction such as "make him older", and shows the result: a new head; the old one stays.',
    false,
    { head: Id, ...EditRequest.properties, wait: Wait },
    ["head", "instruction"],
  ),
  tool(
    "list_heads",
    "Lists the heads that there are, newest first.",
    true,
    { limit: { type: "integer", minimum: 1, maximum: 100, default: 20, description: "how many" } },
    [],
  ),
  tool("show_head", "Shows a head: its state, and a picture from several sides once it is done.", true, { head: Id }, [
    "head",
  ]),
  tool(
    "export_head",
    "Writes a finished head as a GLB file into the folder that the tools were started for.",
    false,
    {
      head: Id,
      file: { type: "string", description: 'file name ending in .glb, or a path below the folder: "heads/orc.glb"' },
      overwrite: { type: "boolean", default: false, description: "replace a file of that name" },
    },
    ["head", "file"],
  ),
];
