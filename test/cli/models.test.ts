import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { ROOT } from "./run.ts";

let home: string;
let base: string;
let controlnet: string;

before(async () => {
  home = await mkdtemp(join(tmpdir(), "headartist-models-"));
  base = join(home, "Stable Base");
  controlnet = join(home, "face");
  await cp(join(ROOT, "test/golden/packs/sd21"), base, { recursive: true });
  await rename(join(base, "controlnet"), controlnet);
});

after(() => rm(home, { recursive: true }));

/** The command line of a user whose home is the test's folder. */
async function headartist(...args: string[]) {
  const env = { ...process.env, HOME: home, USERPROFILE: home };
  const child = spawn(process.execPath, [join(ROOT, "runtime/cli/headartist.js"), ...args], { cwd: home, env });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, stdout, stderr };
}

test("a base and a ControlNet that lie apart become one pack, by a name that every command knows", async () => {
  const added = await headartist("models", "add", base, "--controlnet", controlnet, "--name", "faces");
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /^faces: 8² images, v_prediction, with ControlNet, \d+ tensors/);
  assert.match((await headartist("models", "list")).stdout, /starter .*\nfaces {2}.*Stable Base \+ .*face\n/);
  assert.match((await headartist("models", "check", "faces")).stdout, /with ControlNet/);
  const refused = await headartist("generate", "an orc", "--pack", "faces", "--preset", "draft", "--triangles", "3");
  assert.match(refused.stderr, /triangles/, "the name itself is fine");
  assert.match((await headartist("models", "add", base, "--name", "faces")).stderr, /"faces" already/);
});

test("without a name the folder's own is taken, and a missing ControlNet is pointed out", async () => {
  const { code, stdout } = await headartist("models", "add", base);
  assert.equal(code, 0);
  assert.match(stdout, /^stable-base: .*without ControlNet/);
  assert.match(stdout, /--no-landmarks/);
  const { code: removed, stdout: said } = await headartist("models", "remove", "stable-base");
  assert.equal(removed, 0);
  assert.match(said, /its files in .* stay/);
  for (const name of ["stable-base", "constructor"]) {
    const { code, stderr } = await headartist("models", "remove", name);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`no pack "${name}"`));
  }
  assert.match((await headartist("models", "remove", "starter")).stderr, /"starter" is the pack that ships/);
  assert.match((await headartist("models", "add", base, "--name", "starter")).stderr, /ships; choose another --name/);
});

test("what is not whole is not registered, and a ControlNet alone is no pack", async () => {
  assert.match((await headartist("models", "add", controlnet)).stderr, /single model.*--controlnet/);
  assert.match((await headartist("models", "add", join(home, "nowhere"))).stderr, /nowhere: no such folder/);
  const damaged = join(home, "damaged");
  await cp(base, damaged, { recursive: true });
  await truncate(join(damaged, "vae/diffusion_pytorch_model.safetensors"), 500);
  assert.match((await headartist("models", "add", damaged)).stderr, /vae\/diffusion_pytorch_model\.safetensors/);
  assert.doesNotMatch((await headartist("models", "list")).stdout, /damaged/);
});

test("what is wrong with a ControlNet that lies apart is said with its folder", async () => {
  const add = async (folder: string) =>
    (await headartist("models", "add", base, "--controlnet", folder, "--name", "pair")).stderr;
  assert.match(await add(base), /Stable Base\/config\.json: not found/);
  const liar = join(home, "liar");
  await cp(controlnet, liar, { recursive: true });
  const config = join(liar, "config.json");
  const told = JSON.parse(await readFile(config, "utf8"));
  await writeFile(config, JSON.stringify({ ...told, conditioning_embedding_out_channels: [4, 5] }));
  assert.match(
    await add(liar),
    /liar\/diffusion_pytorch_model\.safetensors: tensor "controlnet_cond_embedding\.\S+" has/,
  );
  const weights = join(liar, "diffusion_pytorch_model.safetensors");
  await rename(weights, join(liar, "diffusion_pytorch_model.bin"));
  assert.match(await add(liar), /liar\/diffusion_pytorch_model\.bin: is a PyTorch pickle/);
});

test("a provider that does not work is refused with its reason", async () => {
  const { code, stderr } = await headartist("generate", "an orc", "--pack", "faces", "--provider", "tensorrt");
  assert.equal(code, 4);
  assert.match(stderr, /provider "tensorrt" does not work here: .*--provider cpu always does/);
});
