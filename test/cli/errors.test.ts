import assert from "node:assert/strict";
import { cp, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TINY_PACK } from "../stages/helpers/small-recipe.ts";
import { headartist } from "./run.ts";

let folder: string;
let output: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-cli-"));
  output = join(folder, "head.glb");
});

after(() => rm(folder, { recursive: true }));

/** What is typed, and what the one line on stderr must name. */
const WRONG: [string, string[], RegExp][] = [
  ["an empty prompt", ["generate", "  "], /prompt is empty/],
  ["a prompt beyond all measure", ["generate", "very ".repeat(300)], /1000 are the most/],
  ["a seed that is no number", ["generate", "an orc", "--seed", "lucky"], /seed "lucky" .* 0 to 4294967295/],
  ["a seed out of range", ["generate", "an orc", "--seed", "-1"], /seed "-1"/],
  ["an unknown preset", ["generate", "an orc", "--preset", "turbo"], /turbo.*draft, standard, high/],
  ["a triangle budget of nothing", ["generate", "an orc", "--triangles", "3"], /triangles "3".*500 to 200000/],
  ["an odd texture size", ["generate", "an orc", "--texture-size", "1000"], /texture-size "1000".*512, 1024/],
  ["an output that is no GLB", ["generate", "an orc", "-o", "head.obj"], /head\.obj.*\.glb/],
  ["a pack that is not there", ["generate", "an orc", "--pack", "nowhere"], /model pack "nowhere"/],
  ["an unknown option", ["generate", "an orc", "--fast"], /unknown option '--fast'/],
  ["an unknown command", ["sculpt"], /unknown command 'sculpt'/],
];

for (const [name, args, message] of WRONG) {
  test(`${name} gets one clear line`, async () => {
    const given = args.includes("-o") || args[0] !== "generate" ? args : [...args, "-o", output];
    const { code, stdout, stderr } = await headartist(...given);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /, "a stack trace is not for users");
    assert.equal(stdout, "");
  });
}

test("an output below a file cannot be written", async () => {
  await writeFile(join(folder, "file"), "");
  const { code, stderr } = await headartist("generate", "an orc", "-o", join(folder, "file", "head.glb"));
  assert.notEqual(code, 0);
  assert.match(stderr, /cannot write to .*file/);
});

test("a damaged pack is named, with what to do", async () => {
  const pack = join(folder, "pack");
  await cp(TINY_PACK, pack, { recursive: true });
  await truncate(join(pack, "unet", "diffusion_pytorch_model.safetensors"), 1000);
  const { code, stderr } = await headartist("generate", "an orc", "--pack", pack, "-o", output);
  assert.notEqual(code, 0);
  assert.match(stderr, /unet\/diffusion_pytorch_model\.safetensors/);
});

test("--version and --help answer on stdout", async () => {
  assert.match((await headartist("--version")).stdout, /^\d+\.\d+\.\d+\n$/);
  assert.match((await headartist("generate", "--help")).stdout, /--preview/);
});
