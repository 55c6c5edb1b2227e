import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import { FITS } from "../../extension/api/import-head.ts";
import { readDocument } from "../head/document.ts";
import { HEAD_FILES } from "../head/store.ts";
import { type EditedHead, readChange } from "../host/edit-recipe.ts";
import { carrierOf } from "../host/presets.ts";
import { ANYBODY, type PromptReader } from "../host/prompt-reader.ts";
import { storedRecipe } from "../host/stored-recipe.ts";
import { IMPORT_LIMITS, tooLarge } from "../import/source/check-size.ts";
import { checkSource } from "../import/source/read-source.ts";
import { ServiceError, toServiceError } from "../service/errors.ts";
import type { HeadRow } from "../service/jobs/head-row.ts";
import { readNewHead } from "../service/read-new-head.ts";
import { refusalOf } from "../service/refusal.ts";
import { EditRequest, HeadRequest, NewHead } from "../service/schemas/requests.ts";
import type { Given } from "./answer.ts";
import type { Accept } from "./asked.ts";
import type { Jobs } from "./jobs.ts";
import type { TabLibrary } from "./library.ts";
import type { ImportRequest } from "./make-import.ts";

/** The only pack. */
export const PACK = "starter";
export const PRESET = "draft";
export const CARRIER = carrierOf(PRESET);

const ImportQuery = Type.Object({ name: HeadRequest.properties.name, fit: Type.Enum([...FITS]) });

export interface AcceptOptions {
  reader: PromptReader;
  library: TabLibrary;
  jobs: Jobs;
}

/** Reads what heads are asked for with, and takes them in, as the service does in `runtime/service/routes/`. */
export interface Accepting {
  createHead: Accept<HeadRow>;
  editHead: Accept<HeadRow>;
  /** Takes a character in whose file the body is. @throws ImportError where the file says that it cannot be imported. */
  importHead(given: Pick<Given, "query" | "body">): Promise<HeadRow>;
  /** What decides what a head looks like. One that has no document to be read yet is as its prompt says. */
  madeBy(id: string): Promise<EditedHead>;
}

export function createAccepting({ reader, library, jobs }: AcceptOptions): Accepting {
  const take = async (...given: Parameters<TabLibrary["add"]>) => {
    const row = await library.add(...given);
    jobs.wake();
    return row;
  };
  const madeBy: Accepting["madeBy"] = async (id) => {
    const document = await readDocument(library.store(id));
    if (document) return storedRecipe(reader, document.recipe);
    const { prompt, seed, preset } = library.find(id).request;
    const { look } = await reader.readPrompt(prompt, { seed, carrier: CARRIER });
    return { look, seed, carrier: CARRIER, prompt, preset };
  };
  return {
    madeBy,
    async createHead({ body }, head) {
      const { set, ...asked } = checked(NewHead, body);
      const seed = asked.seed ?? randomSeed();
      const read = await readNewHead(reader, { ...asked, set }, { seed, carrier: CARRIER });
      return take(head, { ...asked, ...read, seed, preset: asked.preset ?? PRESET, pack: PACK });
    },
    async editHead({ id, body }, head) {
      const asked = checked(EditRequest, body);
      const parent = library.find(id);
      if (parent.state !== "done") throw new ServiceError("JOB_STATE", `Head ${id} is ${parent.state}.`);
      const {
        name: _,
        edit: __,
        look: ___,
        report: ____,
        import: _____,
        ...request
      }: Partial<ImportRequest> & HeadRow["request"] = parent.request;
      const { instruction, what = "both", strength = 1, regions = [], name } = asked;
      const made = await madeBy(id);
      const change = await readChange(reader, made, { ...asked, preset: made.preset }).catch((error) => {
        throw toServiceError(error);
      });
      return take(head, {
        ...request,
        ...(name !== undefined && { name }),
        ...change,
        seed: asked.seed ?? randomSeed(),
        edit: { parent: id, instruction, what, strength, regions },
      });
    },
    async importHead({ query, body }) {
      const { name, fit } = checked(ImportQuery, query);
      if (!(body instanceof Blob)) throw new ServiceError("REQUEST_INVALID", "body is no file.");
      if (body.size > IMPORT_LIMITS.file) throw tooLarge("bytes", body.size, IMPORT_LIMITS.file);
      const file = new Uint8Array(await body.arrayBuffer());
      checkSource(file, true);
      const { look } = await reader.readPrompt(ANYBODY, { seed: 0, carrier: "grid" });
      const head = crypto.randomUUID();
      await library.store(head).write(HEAD_FILES.source, file);
      const asked = { name, prompt: ANYBODY, seed: 0, look, preset: PRESET, pack: PACK, import: { fit } };
      return take(head, asked satisfies ImportRequest);
    },
  };
}

/** @throws ServiceError REQUEST_INVALID naming the field. */
function checked<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body;
  throw new ServiceError("REQUEST_INVALID", `${refusalOf("body", Value.Errors(schema, body)[0])}.`);
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
