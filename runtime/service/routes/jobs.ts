import { Type } from "typebox";
import { ServiceError } from "../errors.ts";
import { writeJob } from "../jobs/document.ts";
import { changeState, type HeadRow, listUnfinished, type StoredState, wish } from "../jobs/heads.ts";
import { enqueue } from "../jobs/queue.ts";
import { type App, failing, IdParams, jobView, mustFind, type RouteContext } from "./context.ts";

export function jobRoutes(app: App, context: RouteContext): void {
  const { db } = context;
  app.get(
    "/api/jobs",
    {
      schema: {
        operationId: "listJobs",
        summary: "Jobs that are running, waiting or paused, the next one first.",
        tags: ["jobs"],
        response: { 200: Type.Ref("JobList"), ...failing() },
      },
    },
    async () => ({ jobs: (await listUnfinished(db)).map(jobView) }),
  );
  app.get(
    "/api/jobs/:id",
    {
      schema: {
        operationId: "readJob",
        summary: "One job; its id is the head's.",
        tags: ["jobs"],
        params: IdParams,
        response: { 200: Type.Ref("Job"), ...failing(404) },
      },
    },
    async ({ params }) => jobView(await mustFind(db, params.id)),
  );
  const verbs = [
    { verb: "cancel", act: stopper("cancelled"), summary: "Stops a job within two seconds; its checkpoint stays." },
    { verb: "pause", act: stopper("paused"), summary: "Stops a job at its next checkpoint, until it is resumed." },
    { verb: "resume", act: resume, summary: "Goes on with a job that was paused, cancelled, or failed." },
  ] as const;
  for (const { verb, act, summary } of verbs) {
    app.post(
      `/api/jobs/:id/${verb}`,
      {
        schema: {
          operationId: `${verb}Job`,
          summary,
          tags: ["jobs"],
          params: IdParams,
          response: { 200: Type.Ref("Job"), ...failing(404, 409, 507) },
        },
      },
      async ({ params: { id } }) => {
        await act(context, await mustFind(db, id));
        return jobView(await mustFind(db, id));
      },
    );
  }
}

/** A waiting job changes at once; a running one is asked to, and changes when its worker has stopped. */
function stopper(to: "paused" | "cancelled") {
  return async ({ db, library }: RouteContext, { id, request, createdAt, state, wanted }: HeadRow): Promise<void> => {
    if (state === to || wanted === to) return;
    const from: StoredState[] = to === "cancelled" ? ["queued", "paused", "failed"] : ["queued"];
    if (state !== "running" && !from.includes(state)) throw wrongState(id, state);
    await writeJob(library, id, { createdAt: createdAt.toISOString(), request, state: to });
    if (await wish(db, id, to)) return;
    if (await changeState(db, id, { from, to, event: to })) return;
    if (!(await wish(db, id, to))) throw wrongState(id, (await mustFind(db, id)).state);
  };
}

async function resume({ db, boss, library, packs, warn }: RouteContext, row: HeadRow): Promise<void> {
  const { id, request, createdAt, state } = row;
  if (state === "queued" || (state === "running" && !row.wanted)) return;
  if (state === "done") throw wrongState(id, state);
  packs.reference(request.pack);
  await writeJob(library, id, { createdAt: createdAt.toISOString(), request, state: "queued" });
  if (await wish(db, id, null)) return;
  await changeState(db, id, { from: ["paused", "cancelled", "failed"], to: "queued", event: "queued" });
  await enqueue(boss, id).catch((error) => warn(`head ${id} waits for the queue: ${error.message}`));
}

function wrongState(id: string, state: StoredState): ServiceError {
  return new ServiceError("JOB_STATE", `Job ${id} is ${state}.`);
}
