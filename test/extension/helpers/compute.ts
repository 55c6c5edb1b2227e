import { setTimeout as sleep } from "node:timers/promises";
import { HEAD_FILES } from "../../../runtime/head/store.ts";
import { serveCompute } from "../../../runtime/service/compute/child.ts";
import { finishedGlb, livePreview, previewSheet } from "./sphere.ts";

/**
 * A compute process for looking at the panel: a green ball that grows and becomes a striped one, and that goes on from
 * its checkpoint. The prompt may say "steps=40 ms=50"; "refuse" fails.
 */
serveCompute(async ({ request: { prompt, compress } }, { store, signal, onProgress, onPreview }) => {
  const setting = (name: string, otherwise: number) =>
    Number(prompt.match(new RegExp(`${name}=(\\d+)`))?.[1] ?? otherwise);
  const steps = setting("steps", 40);
  const ms = setting("ms", 50);
  if (prompt.includes("refuse")) throw new Error("this head cannot be made");
  const saved = await store.read(HEAD_FILES.checkpoint);
  let step = saved ? saved[0] : 0;
  await store.write(HEAD_FILES.document, new TextEncoder().encode(JSON.stringify({ prompt })));
  while (step < steps) {
    if (signal.aborted) throw signal.reason;
    await sleep(ms);
    step++;
    if (step % 5 === 0) await store.write(HEAD_FILES.checkpoint, Uint8Array.of(step));
    const stage = step <= steps / 2 ? "geometry" : "texture";
    const eta = ((steps - step) * ms) / 1000;
    onProgress({ stage, step, steps, secondsPerStep: ms / 1000, done: step / steps, eta, loss: 1 / step });
    if (step % 5 === 0) onPreview(livePreview(0.3 + (0.3 * step) / steps, 16 + (step % 2)));
  }
  await store.write(HEAD_FILES.glb, await finishedGlb(compress));
  await store.write(HEAD_FILES.preview, await previewSheet());
  await store.remove(HEAD_FILES.checkpoint);
  return { steps };
});
