import { Type } from "typebox";
import { ServiceError } from "../errors.ts";
import type { HeadRow, StoredState } from "../jobs/head-row.ts";
import { changeState, listUnfinished, wish } from "../jobs/heads.ts";
import { moveJob } from "../jobs/move-job.ts";
import { enqueue } from "../jobs/queue.ts";
import { type App, failing, headUnknown, IdParams, mustFind, type RouteContext, showable } from "./context.ts";
import { jobView } from "./views.ts";

export function jobRoutes(app: App, context: RouteContext): void {
  const { db, library, warn } = context;
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
    async () => ({ jobs: showable(await listUnfinished(db), warn).map(jobView) }),
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
        await library.alone(id, async () => act(context, await mustFind(db, id)));
        return jobView(await mustFind(db, id));
      },
    );
  }
}

/** A waiting job changes at once; a running one is asked to, and changes when its worker has stopped. */
function stopper(to: "paused" | "cancelled") {
  const from: StoredState[] = to === "cancelled" ? ["queued", "paused", "failed"] : ["queued"];
  return async (context: RouteContext, row: HeadRow): Promise<void> => {
    const { db } = context;
    const { id, state, wanted } = row;
    if (state === to || wanted === to) return;
    if (state !== "running" && !from.includes(state)) throw wrongState(id, state);
    const now = await moveJob(context, row, { state: to }, async () => {
      // A worker may take the job, or let go of it, between the two.
      for (let tries = 0; tries < 3; tries++) {
        if (await wish(db, id, to)) return;
        if (await changeState(db, id, { from, to, event: to })) return;
      }
    });
    if (now?.state !== to && now?.wanted !== to) throw now ? wrongState(id, now.state) : headUnknown(id);
  };
}

async function resume(context: RouteContext, row: HeadRow): Promise<void> {
  const { db, boss, packs, warn } = context;
  const { id, request, state } = row;
  if (state === "queued" || (state === "running" && !row.wanted)) return;
  if (state === "done") throw wrongState(id, state);
  packs.reference(request.pack);
  await moveJob(context, row, { state: "queued" }, async () => {
    if (await wish(db, id, null)) return;
    await changeState(db, id, { from: ["paused", "cancelled", "failed"], to: "queued", event: "queued" });
  });
  await enqueue(boss, id).catch((error) => warn(`head ${id} waits for the queue: ${error.message}`));
}

function wrongState(id: string, state: StoredState): ServiceError {
  return new ServiceError("JOB_STATE", `Job ${id} is ${state}.`);
}
