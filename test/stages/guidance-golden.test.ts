import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { sampleFrom } from "../../runtime/diffusion/sample.ts";
import { createSchedule } from "../../runtime/diffusion/schedule.ts";
import { samplerTimesteps } from "../../runtime/diffusion/timesteps.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import type { RandomStream } from "../../runtime/kernels/random.ts";
import { loadPack } from "../../runtime/pack/load.ts";
import { distillImage } from "../../runtime/stages/guidance/distill.ts";
import { expected, GOLDEN, host, relativeError } from "../pack/golden.ts";

// As in test/golden/packs/make_guidance.py.
const PROMPTS = ["an old dwarf with a red beard, front view", ""];
const LONG = "an old dwarf with a red beard and a white hat, ".repeat(4);
const [T, W, STEPS] = [437, 7.5, 25];
const TOLERANCE = 1e-4;

function close(actual: Float32Array, wanted: Float32Array, what: string): void {
  const error = relativeError(actual, wanted);
  assert.ok(error <= TOLERANCE, `${what}: relative error ${error.toExponential(2)}`);
}

for (const family of ["starter", "sd15", "sd21"]) {
  test(`${family}: distillation and sampling agree with diffusers`, async (t) => {
    const pack = await loadPack(host, await packFolder(join(GOLDEN, family)));
    const schedule = createSchedule(pack.scheduler);
    const want = await expected(family);
    const guided = await expected(family, "guidance");
    const [target, negative] = await pack.encodeText(PROMPTS);
    const { condition } = want;

    await t.test("SSD gradient of the image", async () => {
      const draw: RandomStream = {
        uniform: () => 0,
        normals(out) {
          out.set(guided.noise);
          return out;
        },
      };
      const texts = { target, negative, self: target };
      const guidance = { kind: "ssd", cfg: W, anchor: 0 } as const;
      const question = { condition, view: null, texts, timestep: T, guidance };
      const { gradient } = await distillImage(pack, schedule, want.image, question, draw);
      close(gradient, guided.ssd, "gradient");
    });
    await t.test("25 steps of DPM-Solver++, decoded", async () => {
      const predict = async (latent: Float32Array, timestep: number): Promise<[Float32Array, Float32Array]> => {
        const output = await pack.predict({ latent, timestep, texts: [target, negative], condition });
        return [output.subarray(0, latent.length), output.subarray(latent.length)];
      };
      // Divided by the σ that it will be multiplied with, so that sampling begins at the noise itself.
      const sigma = Math.sqrt(1 - schedule.alphasCumprod[samplerTimesteps(schedule, "dpm++", STEPS)[0]]);
      const noise = guided.noise.map((value) => value / sigma);
      const options = { sampler: "dpm++", steps: STEPS, strength: 1, cfg: W } as const;
      const latent = await sampleFrom(schedule, predict, new Float32Array(noise.length), noise, options);
      close(latent, guided.latent, "latent");
      close(await pack.decodeImage(latent), guided.sampled, "image");
    });
    if (guided.long) {
      await t.test("a prompt beyond 77 tokens", async () => {
        const [long, short] = await pack.encodeText([LONG, ""]);
        close(long.hidden, guided.long, "states");
        assert.equal(long.dropped, "");
        assert.equal(short.hidden.length, long.hidden.length);
        const output = await pack.predict({ latent: want.latent, timestep: T, texts: [long, short], condition });
        assert.ok(output.every(Number.isFinite));
      });
    }
    await pack.release();
  });
}
