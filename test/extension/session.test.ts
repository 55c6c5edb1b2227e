import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { eventParser } from "../../extension/api/follow-events.ts";
import { nodeFetch } from "../../extension/editor/node-fetch.ts";
import type { LiveFile } from "../../extension/state/live-files.ts";
import { chosenPreset } from "../../extension/state/packs.ts";
import type { PanelState } from "../../extension/state/panel-state.ts";
import { standing } from "../../extension/state/progress-text.ts";
import { openSession, type Session, type SessionOptions } from "../../extension/state/session.ts";
import { loadSettings, type Memory, SETTINGS_DEFAULTS, saveSettings } from "../../extension/state/settings.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { dataFolder, stableDiffusionPack, wordsPack } from "../service/helpers/folders.ts";
import { service, serviceProcess } from "../service/helpers/service.ts";

function memory(): Memory & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  };
}

function session(options: Omit<SessionOptions, "memory"> & { memory?: Memory }): Session {
  const opened = openSession({ memory: memory(), ...options });
  atEnd(() => opened.dispose());
  return opened;
}

/** Waits until the state is as it should be, at most 20 s. */
async function until({ store }: Session, holds: (state: PanelState) => boolean, what: string): Promise<PanelState> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(25)) if (holds(store.get())) return store.get();
  const { heads, connection, trouble } = store.get();
  throw new Error(`${what}: not in 20 s (${JSON.stringify({ heads, connection, trouble })})`);
}

test("a head is asked for, shows its progress and previews, and is done", async () => {
  const panel = session(await service());
  const previews: LiveFile[] = [];
  const done: string[] = [];
  panel.onLive((file) => previews.push(file));
  panel.onDone(({ id }) => done.push(id));
  await until(panel, ({ connection }) => connection === "online", "online");
  panel.change({ prompt: "an old dwarf steps=40", seed: 7, seedLocked: true, preset: "draft", variations: 2 });
  await panel.generate();
  const { batch, current, heads } = panel.store.get();
  assert.equal(batch.length, 2);
  assert.equal(current, batch[0]);
  assert.deepEqual(
    heads.map(({ request }) => request.seed),
    [8, 7],
  );
  await until(panel, ({ progress }) => progress[batch[0]]?.step > 0, "progress");
  await until(panel, ({ heads }) => heads.every(({ state }) => state === "done"), "done");
  await until(panel, () => done.length === 2, "told");
  assert.deepEqual(done.sort(), [...batch].sort());
  assert.ok(previews.length > 0, "live previews came");
  assert.equal(new TextDecoder().decode(new Uint8Array(await previews[0].glb.arrayBuffer(), 0, 4)), "glTF");
});

test("a head that the page builds is shown until the service shows it, and not where that refuses it", async () => {
  const own = new Blob(["the page's own"]);
  const wanted: boolean[] = [];
  let built = Promise.withResolvers<Blob>();
  const panel = session({
    ...(await service()),
    async dress(_, isWanted) {
      const glb = await built.promise;
      wanted.push(isWanted());
      return glb;
    },
  });
  const previews: LiveFile[] = [];
  panel.onLive((file) => previews.push(file));
  const ofPage = () => previews.map(({ glb }) => glb).lastIndexOf(own);
  await until(panel, ({ connection }) => connection === "online", "online");
  panel.change({ prompt: "an old dwarf steps=4000", preset: "draft" });
  built.resolve(own);
  await panel.generate();
  await until(panel, () => previews.length > 1, "the service's preview after the page's");
  assert.equal(ofPage(), 0);
  await panel.act("cancel", panel.store.get().batch[0]);

  built = Promise.withResolvers();
  await panel.generate();
  const [second] = panel.store.get().batch;
  await until(panel, () => previews.some(({ head }) => head === second), "the service's preview");
  panel.change({ prompt: "" });
  await panel.generate();
  assert.match(panel.store.get().trouble!.message, /prompt/);
  built.resolve(own);
  await sleep(100);
  assert.deepEqual([ofPage(), wanted], [0, [true, false, false]]);
  await panel.act("cancel", second);
});

test("pause, resume, cancel and delete act on the job", async () => {
  const panel = session(await service());
  await until(panel, ({ connection }) => connection === "online", "online");
  panel.change({ prompt: "wizard steps=2000 ms=20", preset: "draft" });
  await panel.generate();
  const [id] = panel.store.get().batch;
  const state = (name: string) =>
    until(panel, ({ heads }) => heads.find((head) => head.id === id)?.state === name, name);
  await state("running");
  await panel.act("pause", id);
  await state("paused");
  await panel.act("resume", id);
  await state("running");
  await panel.act("cancel", id);
  await state("cancelled");
  await panel.act("delete", id);
  await until(panel, ({ heads }) => heads.length === 0, "gone");
});

test("the service says what it refuses, and what to do", async () => {
  const panel = session(await service());
  await until(panel, ({ connection }) => connection === "online", "online");
  await panel.act("pause", "00000000-0000-0000-0000-000000000000");
  const { trouble } = panel.store.get();
  assert.match(trouble!.message, /No head has the id/);
  assert.match(trouble!.remedy, /api\/heads/);
  panel.dismissTrouble();
  assert.equal(panel.store.get().trouble, undefined);
});

test("what becomes of each word of the prompt is told while it is typed", async () => {
  const panel = session(await service());
  const { vocabulary } = await until(panel, (state) => state.vocabulary.groups.length > 0, "vocabulary");
  assert.ok(vocabulary.groups.some(({ words }) => words.includes("dwarf")));
  panel.change({ prompt: "an old dwarf with a gold chain and a xyzzy" });
  const { report } = await until(panel, (state) => state.report !== undefined, "report");
  assert.deepEqual(
    report!.items.map(({ text, state }) => [text, state]),
    [
      ["old", "used"],
      ["dwarf", "used"],
      ["gold chain", "known"],
      ["xyzzy", "unknown"],
    ],
  );
});

test("a pack is chosen among those that can be used, with its presets; a refined head keeps its own", async () => {
  const packs = { starter: await wordsPack(), sd: await stableDiffusionPack(), absent: "/nowhere" };
  const panel = session(await service({ packs, workers: 0 }));
  const state = await until(panel, ({ packs }) => packs.length > 0, "packs");
  assert.deepEqual(
    state.packs.map(({ name, presets }) => [name, presets.includes("paper")]),
    [
      ["starter", false],
      ["sd", true],
    ],
  );
  panel.change({ prompt: "an elf", pack: "sd", preset: "paper-fast" });
  await panel.generate();
  const [paper] = panel.store.get().heads;
  assert.deepEqual([paper.request.pack, paper.request.preset], ["sd", "paper-fast"]);
  panel.change({ pack: "starter" });
  assert.equal(chosenPreset(panel.store.get()), "standard", "what the pack cannot be asked for is not");
  await panel.generate();
  const [starter] = panel.store.get().heads;
  assert.deepEqual([starter.request.pack, starter.request.preset], ["starter", "standard"]);
  await panel.refine(paper);
  const [refined] = panel.store.get().heads;
  assert.deepEqual(refined.request, { ...paper.request, preset: "paper" });
  assert.equal(panel.store.get().settings.pack, "starter", "what is written in the panel stays");
});

test("a head that is chosen fills the form with what it was asked by; what is written is kept for another day", async () => {
  const kept = memory();
  const target = await service({ workers: 0 });
  const panel = session({ ...target, memory: kept });
  await until(panel, ({ packs }) => packs.length > 0, "packs");
  panel.change({ prompt: "an elf\nwith a hat", seed: 5, seedLocked: true, preset: "draft" });
  await panel.generate();
  const [{ id, request }] = panel.store.get().heads;
  assert.equal(request.prompt, "an elf with a hat");
  panel.change({ prompt: "x".repeat(1200), seed: 6, preset: "high" });
  const again = session({ ...target, memory: kept });
  await until(again, ({ heads }) => heads.length > 0, "heads");
  const { settings } = again.store.get();
  assert.deepEqual([settings.prompt.length, settings.seed, settings.preset], [1200, 6, "high"]);
  again.select(id);
  const { prompt, seed, preset } = again.store.get().settings;
  assert.deepEqual({ prompt, seed, preset }, { prompt: "an elf with a hat", seed: 5, preset: "draft" });
});

test("after kill -9 and a restart the panel is back with the new token, and the head arrives", async () => {
  const data = await dataFolder();
  const packs = { starter: await wordsPack() };
  const first = await serviceProcess({ data, packs });
  const panel = session(first);
  const done: string[] = [];
  panel.onDone(({ id }) => done.push(id));
  await until(panel, ({ connection }) => connection === "online", "online");
  panel.change({ prompt: "a wizard steps=150 ms=20" });
  await panel.generate();
  const [id] = panel.store.get().batch;
  await until(panel, ({ progress }) => progress[id]?.step >= 20, "under way");
  await first.kill();
  const away = await until(panel, ({ connection }) => connection === "offline", "offline");
  assert.equal(standing(away.heads[0], away.progress[id], away.connection), "Waiting for the service");
  const second = await serviceProcess({ data, packs, port: Number(new URL(first.url).port) });
  assert.notEqual(second.token, first.token);
  await until(panel, ({ connection }) => connection === "online", "online again");
  assert.equal(panel.client.token, second.token);
  await until(panel, () => done.includes(id), "the head");
});

test("a page without a token pairs with the code of the terminal", async () => {
  let code = "";
  const { url } = await service({
    showCode(shown) {
      code = shown;
    },
  });
  const panel = session({ url, fetch: nodeFetch });
  await until(panel, ({ connection }) => connection === "locked", "locked");
  await panel.beginPairing();
  assert.ok(panel.store.get().pairing);
  await panel.finishPairing(code === "000000" ? "000001" : "000000");
  assert.match(panel.store.get().trouble!.message, /pairing code/i);
  await panel.finishPairing(code);
  await until(panel, ({ connection }) => connection === "online", "online");
});

test("settings are remembered, and nonsense is not", () => {
  const kept = memory();
  const settings = { ...SETTINGS_DEFAULTS, prompt: "an elf", seed: 5, seedLocked: true, variations: 3 };
  saveSettings(kept, settings);
  assert.deepEqual(loadSettings(kept), settings);
  kept.all.set("headartist.settings", '{"seed":-1,"variations":9,"preset":"best","prompt":3,"place":"roof"}');
  assert.deepEqual(loadSettings(kept), SETTINGS_DEFAULTS);
  kept.all.set("headartist.settings", "{");
  assert.deepEqual(loadSettings(kept), SETTINGS_DEFAULTS);
});

test("events are read from pieces of any size", () => {
  const text = ': hello\n\nid: a.1\nevent: queued\ndata: {"type":"queued","head":null,"at":"ü"}\n\nid: a.2\n';
  for (const size of [1, 3, 1000]) {
    const seen: string[] = [];
    const parse = eventParser((id, { type, at }) => seen.push(`${id} ${type} ${at}`));
    const bytes = new TextEncoder().encode(text);
    for (let i = 0; i < bytes.length; i += size) parse(bytes.subarray(i, i + size));
    assert.deepEqual(seen, ["a.1 queued ü"]);
  }
});
