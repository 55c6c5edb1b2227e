import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { HEAD_FILES } from "../../../runtime/head/store.ts";
import { serveCompute } from "../../../runtime/service/compute/child.ts";

/**
 * A compute process without a network: a chain of hashes, one a step, that goes on from its checkpoint as the engine
 * does. The prompt says how it behaves: "steps=40 ms=20" its length, "busy" blocks the event loop within a step,
 * "refuse" throws, "crash" dies at each start, "crash-once" dies at step 10 of a fresh start. Its document tells its
 * process and which secrets it was given.
 */
serveCompute(async ({ request }, { store, signal, onProgress, onPreview }) => {
  const { prompt, seed } = request;
  const setting = (name: string, fallback: number) =>
    Number(prompt.match(new RegExp(`${name}=(\\d+)`))?.[1] ?? fallback);
  const steps = setting("steps", 20);
  const ms = setting("ms", 10);
  if (prompt.includes("refuse")) throw new Error("this head cannot be made");
  if (prompt.includes("crash") && !prompt.includes("crash-once")) process.kill(process.pid, "SIGKILL");
  const encode = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  const saved = await store.read(HEAD_FILES.checkpoint);
  const fresh = { step: 0, hash: `${seed}` };
  let { step, hash }: typeof fresh = saved ? JSON.parse(new TextDecoder().decode(saved)) : fresh;
  const secrets = ["DATABASE_URL", "HEADARTIST_TOKEN"].filter((name) => name in process.env);
  await store.write(HEAD_FILES.document, encode({ prompt, pid: process.pid, secrets }));
  while (step < steps) {
    if (signal.aborted) {
      await store.write(HEAD_FILES.checkpoint, encode({ step, hash }));
      throw signal.reason;
    }
    if (prompt.includes("crash-once") && !saved && step === 10) process.kill(process.pid, "SIGKILL");
    if (prompt.includes("busy")) for (const end = Date.now() + ms; Date.now() < end; );
    else await sleep(ms);
    hash = createHash("sha256").update(hash).digest("hex");
    step++;
    if (step % 5 === 0) await store.write(HEAD_FILES.checkpoint, encode({ step, hash }));
    const stage = step <= steps / 2 ? "geometry" : "texture";
    const eta = ((steps - step) * ms) / 1000;
    onProgress({ stage, step, steps, secondsPerStep: ms / 1000, done: step / steps, eta, loss: 1 / step });
    if (step % 10 === 0) onPreview(triangle(step));
    await sleep(0);
  }
  await store.write(HEAD_FILES.glb, encode({ hash }));
  await store.write(HEAD_FILES.preview, PIXEL);
  await store.remove(HEAD_FILES.checkpoint);
  return { hash };
});

/** A PNG of one pixel. */
const PIXEL = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    "base64",
  ),
);

function triangle(step: number) {
  return {
    positions: new Float32Array([0, 0, 0, 1, 0, 0, 0, step / 100, 0]),
    normals: new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1]),
    colors: new Uint8Array([255, 0, 0, 255, 0, 128, 0, 255, 0, 0, 255, 255]),
    indices: new Uint32Array([0, 1, 2]),
  };
}
