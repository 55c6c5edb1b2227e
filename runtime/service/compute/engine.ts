import { openEngine, openTools } from "../../host/node/engine.ts";
import { loadOrt } from "../../host/node/ort/load-ort.ts";
import type { Tools } from "../../stages/engine.ts";
import { needsPack } from "../../stages/job/check-pack.ts";
import { warmUp } from "../../stages/layers/warm-up.ts";
import { serveCompute } from "./child.ts";
import { runJob, settleJob } from "./make-job.ts";

let opened: Promise<Tools> | undefined;
const toolsOf = (threads?: number) => (opened ??= openTools(threads));

// The compute process of the product: loads the engine, makes the head its job describes.
serveCompute(
  async (job, { store, signal, onProgress, onPreview }) => {
    const settled = await settleJob(job);
    const { pack, threads, provider, previewInterval } = job;
    const hooks = { onProgress, onPreview, signal, previewInterval, checkpointInterval: 6000 };
    const tools = await toolsOf(threads);
    if (!needsPack(settled.recipe)) return (await runJob(settled, tools, store, hooks)).report;
    const engine = await openEngine({ pack, threads, provider, tools });
    try {
      return (await runJob(settled, engine, store, hooks)).report;
    } finally {
      await engine.pack.release();
    }
  },
  async (threads, signal) => {
    await warmUp(await toolsOf(threads), signal);
    // How previews are written is loaded with the first one.
    await Promise.all([import("./preview.ts"), loadOrt()]);
  },
);
