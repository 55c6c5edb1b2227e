import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { loadPack } from "../../runtime/pack/load.ts";
import { viewFeatures } from "../../runtime/stages/guidance/view-features.ts";
import { expected, GOLDEN, host, relativeError, viewPack } from "./golden.ts";

const PROMPTS = ["an old dwarf with a red beard, front view", ""];
const TOLERANCE = 1e-4;

function close(actual: Float32Array, wanted: Float32Array, what: string): void {
  const error = relativeError(actual, wanted);
  assert.ok(error <= TOLERANCE, `${what}: relative error ${error.toExponential(2)}`);
}

function joined(parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((p) => [...p]));
}

for (const family of ["starter", "sd15", "sd21"]) {
  test(`${family}: agrees with diffusers and transformers`, async (t) => {
    const files = await packFolder(join(GOLDEN, family));
    const pack = await loadPack(host, files);
    const want = await expected(family);
    const texts = await pack.encodeText(PROMPTS);

    await t.test("text embedding", () => {
      close(joined(texts.map((x) => x.hidden)), want.hidden, "hidden");
      if (pack.pooledWidth) close(joined(texts.map((x) => x.pooled)), want.pooled, "pooled");
      assert.deepEqual(
        texts.map((x) => x.dropped),
        ["", ""],
      );
    });
    await t.test("UNet with ControlNet", async () => {
      const request = { latent: want.latent, timestep: 437, texts, condition: want.condition };
      close(await pack.predict(request), want.output, "output");
    });
    await t.test("UNet alone", async () => {
      const request = { latent: want.latent, timestep: 437, texts, condition: null };
      close(await pack.predict(request), want.output_alone, "output");
    });
    await t.test("image encoder, its VJP, and the decoder", async () => {
      const { latent, saved } = await pack.encodeImage(want.image);
      close(latent, want.z, "latent");
      close(await pack.encodeImageVjp(saved, want.dz), want.vjp, "VJP");
      close(await pack.decodeImage(want.z), want.decoded, "decoded image");
    });
    if (want.penultimate) {
      await t.test("penultimate layer", async () => {
        const skipping = await loadPack(host, files, { clipSkip: 1 });
        const skipped = await skipping.encodeText(PROMPTS);
        close(joined(skipped.map((x) => x.hidden)), want.penultimate, "hidden");
        await skipping.release();
      });
    }
    await pack.release();
  });
}

test("view: a UNet that sees the view agrees with diffusers, and asks for one", async () => {
  const folder = await viewPack();
  const pack = await loadPack(host, await packFolder(folder));
  const want = await expected("view");
  const texts = await pack.encodeText(PROMPTS);
  const camera = viewFeatures({ azimuth: 40, elevation: 10, fov: 9, target: [0.15, 0, 0.55] });
  close(camera, want.camera, "camera");
  assert.ok(pack.seesView);
  const asked = { latent: want.latent, timestep: 437, texts, condition: null };
  close(await pack.predict({ ...asked, view: { normals: want.normals, camera } }), want.output, "output");
  close(await pack.predict({ ...asked, view: { normals: null, camera } }), want.output_unknown, "nothing known");
  await assert.rejects(() => pack.predict(asked), /sees the view/);
  await pack.release();
  await rm(folder, { recursive: true });
});
