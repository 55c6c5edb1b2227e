import { openEngine, openTools } from "../../host/node/engine.ts";
import { needsPack } from "../../stages/job/check-pack.ts";
import { serveCompute } from "./child.ts";
import { runJob, settleJob } from "./make-job.ts";

// The compute process of the product: loads the engine, makes the head its job describes.
serveCompute(async (job, { store, signal, onProgress, onPreview }) => {
  const settled = await settleJob(job);
  const { pack, threads, provider, previewInterval } = job;
  const hooks = { onProgress, onPreview, signal, previewInterval, checkpointInterval: 6000 };
  if (!needsPack(settled.recipe)) return (await runJob(settled, await openTools(threads), store, hooks)).report;
  const engine = await openEngine({ pack, threads, provider });
  try {
    return (await runJob(settled, engine, store, hooks)).report;
  } finally {
    await engine.pack.release();
  }
});
