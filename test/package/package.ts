import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import validator from "gltf-validator";
import { publint } from "publint";
import { browserTest, openPage, picture } from "../extension/helpers/browser.ts";
import { describeOrc, orcGrows, orcStands } from "../extension/helpers/draft-orc.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import {
  newProject,
  type Packed,
  type Project,
  pack,
  packagesOf,
  ROOT,
  removeProject,
  tarballSize,
} from "./install.ts";
import { type Served, serveInstalled } from "./serve-installed.ts";

// `npm run test:package`: a stranger installs the tarball and makes a draft head with everything that it offers.

/** Bytes of the tarball without weights and parts. */
const MOST_BYTES = 3_000_000;
const WEIGHTS = /\.((safetensors|bin)(\.gz)?|glb|ktx2)$|^assets\/(parts|face|starter)\//;
/** A head on a loaded machine takes minutes. */
const PATIENCE = { timeout: 2_400_000 };

let project: Project;
let packed: Packed;
let origin: string;
let service: Served;

before(async () => {
  project = await newProject();
  packed = await pack(dirname(project.folder));
}, PATIENCE);

after(async () => {
  await service?.stop();
  await removeProject(project);
});

test("the tarball holds what runs and nothing else, in under 3 MB without weights and parts", async (t) => {
  const paths = packed.files.map(({ path }) => path);
  assert.deepEqual(
    paths.filter((path) => /(^|\/)test\/|\.(py|map)$|(?<!\.d)\.tsx?$|training|\/assembly\//.test(path)),
    [],
  );
  const { files } = JSON.parse(await readFile(join(ROOT, "dist", "studio", "site.json"), "utf8"));
  const readInPage = files.map(({ path }: { path: string }) => path);
  for (const needed of [
    "LICENSE",
    "NOTICE",
    "CHANGELOG.md",
    "runtime/cli/headartist.js",
    "dist/studio/index.html",
    ...readInPage,
  ]) {
    assert.ok(paths.includes(needed), `no ${needed}`);
  }
  const size = tarballSize(paths.filter((path) => !WEIGHTS.test(path)));
  t.diagnostic(`${(size / 1e6).toFixed(2)} MB without weights and parts, ${(packed.size / 1e6).toFixed(1)} MB in all`);
  assert.ok(size < MOST_BYTES, `${size} bytes`);
});

test("publint and attw find nothing wrong", PATIENCE, async () => {
  const tarball = new Uint8Array(await readFile(packed.file)).buffer;
  assert.deepEqual((await publint({ pack: { tarball }, strict: true })).messages, []);
  const attw = join(ROOT, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  // CommonJS reads the ES modules by import(), or by require() on every Node that engines names.
  await project.must(process.execPath, attw, packed.file, "--profile", "esm-only", "--no-definitely-typed");
});

test("it installs, and the first run says what the machine lacks", PATIENCE, async (t) => {
  await project.must("npm", "install", packed.file, "--no-audit", "--no-fund");
  const first = await project.run("npx", "babylon-headartist", "doctor");
  if (first.code !== 0) {
    t.diagnostic("onnxruntime-node's install script cannot reach its server here");
    assert.equal(first.code, 4);
    const remedy = /run "(npm install --ignore-scripts onnxruntime-node)"/.exec(first.stdout);
    assert.ok(remedy, first.stdout);
    await project.must("npm", ...remedy[1].split(" ").slice(1), "--no-audit", "--no-fund");
  }
  const checks: { name: string; ok: boolean }[] = JSON.parse(
    await project.must("npx", "headartist", "doctor", "--json"),
  );
  assert.ok(checks.find(({ name }) => name === "networks run on")?.ok);
});

test("the command line makes a draft head", PATIENCE, async () => {
  const prompt = "an old man with a white beard";
  const printed = await project.must(
    ...(["npx", "headartist", "generate", prompt, "--preset", "draft"] as const),
    ...["-o", "alter Mann.glb", "--preview", "alter Mann.jpg", "--json"],
  );
  const done = JSON.parse(printed.trim().split("\n").at(-1)!);
  assert.deepEqual([done.event, done.output], ["done", join(project.folder, "alter Mann.glb")]);
  await assertHead("alter Mann.glb");
  const jpeg = await readFile(join(project.folder, "alter Mann.jpg"));
  assert.deepEqual([...jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
});

test("the Node API's example makes the same bytes; head.json and GLB say what made them", PATIENCE, async () => {
  await project.must("node", "generate.mjs");
  const read = (name: string) => readFile(join(project.folder, name));
  assert.ok((await read("old man.glb")).equals(await read("alter Mann.glb")), "another head than the command line's");
  const { maker } = JSON.parse(await readFile(join(project.folder, "old man.head", "head.json"), "utf8"));
  const version = await project.must("npx", "headartist", "--version");
  assert.equal(version, `${maker.engine} (starter pack ${maker.pack.slice(0, 12)})\n`);
  assert.ok((await read("old man.glb")).includes(maker.pack));
});

test(
  "strict TypeScript takes every export; without the Inspector's packages a page says which is missing",
  PATIENCE,
  async () => {
    const install = (packages: string[]) => project.must("npm", "install", ...packages, "--no-audit", "--no-fund");
    await install(["-D", ...(await packagesOf("vite", "typescript", "@types/node"))]);
    await project.must("tsc", "-p", ".");
    await project.must("vite", "build", "page/bare", "--logLevel", "error");
    const built = await readAll(join(project.folder, "page", "bare", "dist"));
    const errors = built.match(/Could not resolve "[^"]+" imported by "babylon-headartist"/g);
    assert.deepEqual(errors, ['Could not resolve "@babylonjs/inspector" imported by "babylon-headartist"']);
    await install(await packagesOf("@babylonjs/inspector"));
    await project.must("tsc", "-p", "page");
  },
);

test("the typed client makes a draft head", PATIENCE, async () => {
  origin = await serveFolder(join(project.folder, "page", "dist"));
  service = await serveInstalled(project, "--port", "0", "--allow-origin", origin);
  await project.must("node", "client.mjs");
  await assertHead("young woman.glb");
});

test("an agent's tools make, refuse, export, edit and list, through the service that runs", PATIENCE, async () => {
  const command = ["node", "node_modules/babylon-headartist/runtime/cli/headartist.js", "mcp"];
  const report = JSON.parse(await project.must("node", "agent.mjs", ...command));
  assert.deepEqual(report.tools, ["make_head", "edit_head", "list_heads", "show_head", "export_head"]);
  assert.equal(report.refused[0], true);
  assert.match(report.refused[1], /prompt must NOT have more than \d+ characters/);
  assert.equal(report.state, "done");
  assert.ok(report.notices >= 5, `progress was told ${report.notices} times`);
  assert.equal(report.picture[0], "image/jpeg");
  assert.ok(report.picture[1] > 10_000);
  assert.match(report.exported, /orc\.glb/);
  await assertHead("orcs/orc.glb");
  assert.equal(report.outside[0], true);
  assert.match(report.outside[1], /not below/);
  await assert.rejects(stat(join(project.folder, "..", "orc.glb")));
  assert.equal(report.edit.parent, report.id);
  assert.equal(report.listed.length, 3, "the client's head, the orc, and its edit");
  assert.ok(report.listed.includes(report.id));
  await project.must("node", "--input-type=module", "-e", CANCEL_ALL);
});

browserTest("a page built by Vite makes a draft head in its Inspector", async () => {
  await project.must("vite", "build", "page", "--logLevel", "error");
  const page = await openPage(`${origin}/?service=${encodeURIComponent(service.url)}`, { width: 1100, height: 720 });
  await page.getByRole("button", { name: "Head Artist" }).click();
  await page.getByRole("button", { name: "Show the code" }).click();
  const field = page.getByRole("textbox", { name: "Six digits of the service's terminal" });
  await field.waitFor();
  await field.fill(/pairing code: (\d{6})/.exec(service.log())![1]);
  await field.press("Enter");
  await describeOrc(page);
  await page.getByRole("button", { name: "Make the head" }).click();
  await orcGrows(page, 1);
  await orcStands(page);
  await picture(page, "package-inspector");
  // The Inspector's own validator of glTF comes from Babylon's CDN, which a test cannot count on.
  assert.deepEqual(
    page.faults.filter((fault) => !/gltf_?validator/i.test(fault)),
    [],
  );
});

/** What the agent's edit would go on computing for. */
const CANCEL_ALL = `
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { createClient } from "babylon-headartist/client";
const client = createClient(JSON.parse(await readFile(homedir() + "/.headartist/connection.json", "utf8")));
for (const { id } of (await client.call("listJobs", {})).jobs) await client.call("cancelJob", { id });
`;

async function readAll(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".js"));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
}

async function assertHead(name: string): Promise<void> {
  const { issues } = await validator.validateBytes(new Uint8Array(await readFile(join(project.folder, name))));
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
}

/** Serves the built page as any web server would. @returns its origin. */
async function serveFolder(folder: string): Promise<string> {
  const types: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url!, "http://page");
    const name = pathname === "/" ? "index.html" : pathname.slice(1);
    const body = await readFile(join(folder, name)).catch(() => undefined);
    const type = types[name.split(".").at(-1)!] ?? "application/octet-stream";
    response.writeHead(body ? 200 : 404, { "content-type": type });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
