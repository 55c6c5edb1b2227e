import type { Head, Job } from "../../extension/service-types.ts";
import type { PartDescription } from "../head/part-files/describe.ts";
import { HEAD_FILES } from "../head/store.ts";
import { LAYERED_PRESETS } from "../host/presets.ts";
import type { PromptReader } from "../host/prompt-reader.ts";
import { changeLines } from "../prompt/edit/change-lines.ts";
import { suggestedWords } from "../prompt/suggested-words.ts";
import { ServiceError } from "../service/errors.ts";
import type { HeadRow } from "../service/jobs/head-row.ts";
import { partInfos } from "../service/part-infos.ts";
import { headView, jobView } from "../service/routes/views.ts";
import { type Accepting, CARRIER, PACK } from "./accept.ts";
import type { Given, Handlers } from "./answer.ts";
import type { AskedHeads } from "./asked.ts";
import type { Events } from "./events.ts";
import type { Jobs } from "./jobs.ts";
import type { TabLibrary } from "./library.ts";

export interface HandlerOptions {
  /** Of the package. */
  version: string;
  reader: PromptReader;
  /** What there are part files of. */
  parts: () => Promise<PartDescription[]>;
  library: TabLibrary;
  accepting: Accepting;
  asked: AskedHeads;
  jobs: Jobs;
  events: Events;
}

/** Heads on the grid are not made here. */
const PRESETS = [...LAYERED_PRESETS];
const PAGE = 50;
const UNFINISHED = ["queued", "running", "paused"];

/** What each operation does in a tab; where the service does the same, it is described in `runtime/service/routes/`. */
export function createHandlers(options: HandlerOptions): Handlers {
  const { version, reader, parts, library, accepting, asked, jobs, events } = options;
  const file = async ({ id, headers }: Given, name: string, type: string) => {
    const found = await library.open(id, name);
    if (!found) throw new ServiceError("FILE_NOT_YET", `Head ${id} has no ${name} now.`);
    return answerFile(found, `"${found.lastModified}-${found.size}"`, headers, type);
  };
  const job = (id: string) => jobOf(library.find(id));
  const refuse = (): never => {
    throw new ServiceError("ROUTE_UNKNOWN");
  };
  return {
    health: async () => ({ status: "ok", service: "headartist", version }),
    beginPairing: refuse,
    finishPairing: refuse,
    renewToken: refuse,
    readPlace: async () => ({ data: "this browser", usual: true }),
    listPacks: async () => ({ packs: [{ name: PACK, present: true, presets: PRESETS, active: true }] }),
    listParts: async () => ({ parts: partInfos(await parts()) }),
    readPartPicture() {
      throw new ServiceError("PART_UNKNOWN", "A page without a service draws no pictures of parts.");
    },
    readVocabulary: async () => ({ groups: suggestedWords((await reader.loadVocabulary(CARRIER)).file) }),
    async readPrompt({ query: { prompt = "", seed = "0" } }) {
      const { look, report } = await reader.readPrompt(prompt, { seed: Number(seed), carrier: CARRIER });
      return { look, report, description: await reader.describe(look) };
    },
    createHead: async (given) => view(await asked.keep("createHead", given)),
    async listHeads({ query: { limit, before } }) {
      const rows = library.list();
      const from = before === undefined ? 0 : rows.findIndex(({ id }) => id === before) + 1;
      const count = limit === undefined ? PAGE : Number(limit);
      const page = rows.slice(from, from + count);
      return { heads: page.map(view), next: from + count < rows.length ? page[page.length - 1].id : null };
    },
    readHead: async ({ id }) => view(library.find(id)),
    async deleteHead({ id }) {
      library.find(id);
      jobs.drop(id);
      await library.remove(id);
      return new Response(null, { status: 204 });
    },
    importHead: async (given) => view(await accepting.importHead(given)),
    editHead: async (given) => view(await asked.keep("editHead", given)),
    async composeEdit({ id, query: { instruction = "" } }) {
      const head = await accepting.madeBy(id);
      const { prompt, report, changes } = await reader.readInstruction(head, instruction);
      return { prompt, report, changes: changeLines(changes), carrier: head.carrier };
    },
    readGlb: (given) => file(given, HEAD_FILES.glb, "model/gltf-binary"),
    readLod1: (given) => file(given, HEAD_FILES.lod1, "model/gltf-binary"),
    readLod2: (given) => file(given, HEAD_FILES.lod2, "model/gltf-binary"),
    readLod3: (given) => file(given, HEAD_FILES.lod3, "model/gltf-binary"),
    readPreview: (given) => file(given, HEAD_FILES.preview, "image/png"),
    readLive({ id, headers }) {
      const glb = jobs.live(id);
      if (!glb) throw new ServiceError("FILE_NOT_YET", `Head ${id} has no live preview now.`);
      return answerFile(new Blob([glb]), `"${library.find(id).preview}"`, headers, "model/gltf-binary");
    },
    listJobs: async () => ({
      jobs: library
        .list()
        .filter(({ state }) => UNFINISHED.includes(state))
        .reverse()
        .map(jobOf),
    }),
    async cancelJob({ id }) {
      await jobs.stop(id, "cancelled");
      return job(id);
    },
    async pauseJob({ id }) {
      await jobs.stop(id, "paused");
      return job(id);
    },
    async resumeJob({ id }) {
      await jobs.resume(id);
      return job(id);
    },
    events: ({ headers, signal }) => events.stream(headers.get("last-event-id"), signal),
  };
}

/** Notes may be of another version, whose words the types of this one do not list. */
const view = (row: HeadRow) => headView(row) as Head;
const jobOf = (row: HeadRow) => jobView(row) as Job;

function answerFile(file: Blob, etag: string, asked: Headers, type: string): Response {
  if (asked.get("if-none-match") === etag) return new Response(null, { status: 304, headers: { etag } });
  return new Response(file, { headers: { etag, "content-type": type } });
}
