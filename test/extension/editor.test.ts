import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire, Module } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "@babylonjs/core/scene.js";
import type { EditorHost } from "../../extension/editor/host.ts";
import { nodeFetch } from "../../extension/editor/node-fetch.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { ask, call, reach } from "../service/helpers/client.ts";
import { temporaryFolder } from "../service/helpers/folders.ts";
import { service } from "../service/helpers/service.ts";

const require = createRequire(import.meta.url);
const PLUGIN = resolve(import.meta.dirname, "../../dist/extension/editor.cjs");
const ENTRY = new URL("./helpers/compute.ts", import.meta.url);

interface Edit {
  undo(): void;
  redo(): void;
}

/** What the Editor answers when a plugin requires its packages: its Babylon, its loaders, itself. */
function actAsEditor(edits: Edit[]): void {
  const load = Module["_load" as keyof typeof Module] as (request: string, ...rest: unknown[]) => unknown;
  const own: Record<string, () => unknown> = {
    babylonjs: () => require("@babylonjs/core"),
    "babylonjs-gui": () => require("@babylonjs/gui"),
    "babylonjs-loaders": () => require("@babylonjs/loaders/glTF/index.js"),
    "babylonjs-editor": () => ({ registerUndoRedo: (edit: Edit) => edits.push(edit) }),
  };
  Object.assign(Module, {
    _load: (request: string, ...rest: unknown[]) => (own[request] ? own[request]() : load(request, ...rest)),
  });
}

/** The documented interface of Babylon.js Editor 5, with a scene that draws nothing. */
function editorHost(projectPath: string, scene: Scene) {
  const log: string[] = [];
  const tabs = new Map<string, unknown>();
  const host: EditorHost = {
    state: { projectPath },
    layout: {
      addLayoutTab: (component, { id }) => void tabs.set(id, component),
      removeLayoutTab: (id) => void tabs.delete(id),
      preview: { scene },
      inspector: { state: { editedObject: null } },
      graph: { refresh: () => log.push("graph") },
      assets: { refresh: () => log.push("assets") },
      console: { error: (message) => void log.push(message) },
    },
  };
  return { host, log, tabs };
}

function giveStorage(): void {
  for (const name of ["localStorage", "sessionStorage"]) {
    const all = new Map<string, string>();
    const value = {
      getItem: (key: string) => all.get(key) ?? null,
      setItem: (key: string, text: string) => void all.set(key, text),
      removeItem: (key: string) => void all.delete(key),
    };
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
}

test("the plugin adds its tab, places a finished head in centimetres, saves it, and can be undone", async () => {
  assert.ok((await stat(PLUGIN).catch(() => undefined))?.isFile(), "npm run panel builds the plugin");
  const { url, token, data } = await service({ entry: ENTRY });
  process.env.HEADARTIST_DATA = data;
  giveStorage();
  const edits: Edit[] = [];
  actAsEditor(edits);
  const { NullEngine, Scene } = require("@babylonjs/core") as typeof import("@babylonjs/core");
  const scene = new Scene(new NullEngine());
  const project = join(await temporaryFolder(), "game.bjseditor");
  await mkdir(join(project, ".."), { recursive: true });
  await writeFile(project, "{}");
  const { host, log, tabs } = editorHost(project, scene);

  const plugin = require(PLUGIN) as typeof import("../../extension/editor/index.tsx");
  assert.equal(typeof plugin.title, "string");
  assert.equal(typeof plugin.description, "string");
  plugin.main(host);
  atEnd(() => plugin.close(host));
  assert.deepEqual([...tabs.keys()], ["babylon-headartist"]);

  const { renderToString } = require("react-dom/server") as typeof import("react-dom/server");
  const html = renderToString([...tabs.values()][0] as Parameters<typeof renderToString>[0]);
  assert.match(html, /Make the head/);

  const id = await ask({ url, token }, "an elf steps=10 ms=20");
  await reach({ url, token }, id, "done");
  const remembered = globalThis.sessionStorage.getItem(`headartist.token.${url}`);
  assert.equal(remembered, token, "the token came from the connection file");
  plugin.close(host);
  assert.equal(tabs.size, 0);

  // Asked for by this Editor before it was closed: it arrives when the plugin is there again.
  globalThis.sessionStorage.setItem(`headartist.own.${url}`, id);
  plugin.main(host);
  for (const end = Date.now() + 20_000; edits.length === 0 && Date.now() < end; ) await sleep(50);
  assert.equal(edits.length, 1, "a head was placed and can be undone");
  const folder = join(project, "..", "assets", "heads");
  const [file] = await readdir(folder);
  assert.equal(file, `an-elf-steps-10-ms-20-${id.slice(0, 8)}.glb`);
  const saved = await readFile(join(folder, file));
  assert.equal(saved.subarray(0, 4).toString(), "glTF");
  assert.ok(log.includes("assets") && log.includes("graph"));

  const head = () => scene.meshes.find((mesh) => mesh.metadata?.headartist?.id === id);
  const finest = () => scene.meshes.find(({ name }) => name.endsWith("_LOD0"));
  assert.ok(head());
  assert.equal((finest() as import("@babylonjs/core").Mesh).getLODLevels().length, 1);
  finest()!.computeWorldMatrix(true);
  const { maximumWorld, minimumWorld } = finest()!.getBoundingInfo().boundingBox;
  const height = maximumWorld.y - minimumWorld.y;
  assert.ok(Math.abs(height - 1.2 * 17.6) < 0.3, `${height} cm`);
  edits[0].undo();
  assert.equal(head(), undefined);
  edits[0].redo();
  assert.ok(head());
});

test("Node's own requests carry no origin, stream, and end when they are told to", async () => {
  const { url, token } = await service();
  const authorization = `Bearer ${token}`;
  const health = await nodeFetch(`${url}/api/health`);
  assert.equal((await health.json()).status, "ok");
  const made = await nodeFetch(`${url}/api/heads`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ prompt: "dwarf", seed: 1 }),
  });
  assert.equal(made.status, 201);
  const gone = await nodeFetch(`${url}/api/heads/${(await made.json()).id}`, {
    method: "DELETE",
    headers: { authorization },
  });
  assert.equal(gone.status, 204);
  const ending = new AbortController();
  const events = await nodeFetch(`${url}/api/events`, { headers: { authorization }, signal: ending.signal });
  const reader = events.body!.getReader();
  assert.match(new TextDecoder().decode((await reader.read()).value), /retry/);
  ending.abort();
  await assert.rejects(reader.read());
  await assert.rejects(nodeFetch("http://127.0.0.1:1/"));
  assert.equal((await call({ url, token }, "GET", "/api/heads")).body.heads.length, 0);
});
