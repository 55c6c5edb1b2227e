import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { shellWord } from "../../runtime/host/node/terminal/say.ts";
import { tellError } from "../../runtime/host/node/terminal/tell-error.ts";
import { TINY_PACK } from "../stages/helpers/small-recipe.ts";
import { headartist, headartistReading } from "./run.ts";

let folder: string;
let output: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-cli-"));
  output = join(folder, "head.glb");
});

after(() => rm(folder, { recursive: true }));

/** What is typed, what the one line on stderr must name, and the exit code where it is not 2. */
const WRONG: [string, string[], RegExp, number?][] = [
  ["an empty prompt", ["generate", "  "], /prompt is empty/],
  ["a prompt without a word", ["generate", "!!! 🧙"], /prompt "!!! 🧙" holds no word; describe the head/],
  ["a prompt beyond all measure", ["generate", "very ".repeat(300)], /1000 are the most/],
  ["a seed that is no number", ["generate", "an orc", "--seed", "lucky"], /seed "lucky" .* 0 to 4294967295/],
  ["a seed out of range", ["generate", "an orc", "--seed", "-1"], /seed "-1"/],
  ["a field that is no number", ["generate", "an orc", "--set", "age=banana"], /"age" "banana" .*from 0 to 120/],
  [
    "a field that names nothing there is",
    ["generate", "an orc", "--set", "lashes=big"],
    /"lashes" "big" .*one of none, short/,
  ],
  ["an unknown preset", ["generate", "an orc", "--preset", "turbo"], /turbo.*draft, standard, high/],
  ["a triangle budget of nothing", ["generate", "an orc", "--triangles", "3"], /triangles "3".*500 to 200000/],
  ["an odd texture size", ["generate", "an orc", "--texture-size", "1000"], /texture-size "1000".*512, 1024/],
  ["an output that is no GLB", ["generate", "an orc", "-o", "head.obj"], /head\.obj.*\.glb/],
  ["a pack that is not there", ["generate", "an orc", "--pack", "nowhere"], /model pack "nowhere"/, 3],
  [
    "a preview in a format that is not written",
    ["generate", "an orc", "--preview", "head.bmp"],
    /head\.bmp.*\.png, \.jpg/,
  ],
  ["a number of threads that is none", ["generate", "an orc", "--threads", "many"], /threads "many".*1 to 1024/],
  ["a head that is not there", ["edit", "nobody.head", "make him older"], /nobody\.head.*no head/, 3],
  ["an edit that says nothing", ["edit", "nobody.head"], /missing required argument 'change'/],
  ["a table that is not there", ["batch", "nobody.csv", "-o", "out"], /nobody\.csv cannot be read/, 3],
  ["a character that is not there", ["import", "nobody.glb"], /cannot read nobody\.glb/, 3],
  ["an unknown option", ["generate", "an orc", "--fast"], /unknown option '--fast'/],
  ["an unknown command", ["sculpt"], /unknown command 'sculpt'/],
];

for (const [name, args, message, expected = 2] of WRONG) {
  test(`${name} gets one clear line`, async () => {
    const given = args.includes("-o") || args[0] !== "generate" ? args : [...args, "-o", output];
    const { code, stdout, stderr } = await headartist(...given);
    assert.equal(code, expected);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /, "a stack trace is not for users");
    assert.equal(stdout, "");
  });
}

test("a full disk is the machine's, and what to do about it is told", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  assert.equal(tellError(full, false), 4);
});

test("an output below a file cannot be written", async () => {
  await writeFile(join(folder, "file"), "");
  const { code, stderr } = await headartist("generate", "an orc", "-o", join(folder, "file", "head.glb"));
  assert.equal(code, 4);
  assert.match(stderr, /cannot write to .*file is a file, no folder; choose another output/);
});

test("an output that is a folder, or below one that cannot be made, is refused before anything is built", async () => {
  await mkdir(join(folder, "taken.glb"));
  const taken = await headartist("generate", "an orc", "-o", join(folder, "taken.glb"));
  assert.equal(taken.code, 4);
  assert.match(taken.stderr, /taken\.glb: it is a folder, no file/);
  if (process.platform !== "linux") return;
  for (const given of [
    ["-o", "/proc/x/y/head.glb"],
    ["-o", output, "--head", "/proc/x/y"],
  ]) {
    const { code, stderr } = await headartist("generate", "an orc", ...given);
    assert.equal(code, 4);
    assert.match(stderr, /cannot write to \/proc\/x.*; choose another output/);
    assert.doesNotMatch(stderr, /prepare|step/);
  }
});

test("a damaged pack is named, with what to do", async () => {
  const pack = join(folder, "pack");
  await cp(TINY_PACK, pack, { recursive: true });
  await truncate(join(pack, "unet", "diffusion_pytorch_model.safetensors"), 1000);
  const { code, stderr } = await headartist("generate", "an orc", "--pack", pack, "-o", output);
  assert.equal(code, 3);
  assert.match(stderr, /unet\/diffusion_pytorch_model\.safetensors/);
});

test("--version and --help answer on stdout", async () => {
  assert.match((await headartist("--version")).stdout, /^\d+\.\d+\.\d+ \(starter pack [0-9a-f]{12}\)\n$/);
  assert.match((await headartist("generate", "--help")).stdout, /--preview/);
});

test("with --json an error is a line of JSON on stdout", async () => {
  const { code, stdout, stderr } = await headartist("generate", "an orc", "--seed", "lucky", "--json", "-o", output);
  assert.deepEqual([code, stderr], [2, ""]);
  const { message, ...event } = JSON.parse(stdout);
  assert.deepEqual(event, { event: "error", class: "usage", code: 2 });
  assert.match(message, /lucky/);
});

test('"-" reads the prompt from standard input', async () => {
  const { code, stderr } = await headartistReading(`${"very\n".repeat(300)}`, "generate", "-", "-o", output);
  assert.equal(code, 2);
  assert.match(stderr, /the prompt has 1499 characters; 1000 are the most/);
});

test("a hint that is to be typed again is quoted for the shell", () => {
  assert.equal(shellWord("out/héros-1.head", "linux"), "out/héros-1.head");
  assert.equal(shellWord("an orc's head", "linux"), "'an orc'\\''s head'");
  assert.equal(shellWord("C:\\My Heads\\orc.head", "win32"), '"C:\\My Heads\\orc.head"');
});

test("the doctor says ok of nothing that cannot be used", async () => {
  const { code, stdout } = await headartist("doctor", "--json");
  const checks: { name: string; ok: boolean; detail: string }[] = JSON.parse(stdout);
  assert.equal(code, 0);
  const providers = checks.filter(({ name }) => name.startsWith("provider "));
  assert.ok(providers.length > 1);
  for (const { ok, detail } of providers) assert.equal(ok, detail.startsWith("works") && !detail.includes("but takes"));
  const kernels = checks.find(({ name }) => name === "kernels on a GPU");
  assert.match(kernels!.detail, kernels!.ok ? /^kernels run on .* ms/ : /^kernels run in WASM: ./);
});
