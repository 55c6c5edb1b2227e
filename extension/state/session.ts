import { type Client, createClient, ServiceRefusal } from "../api/client.ts";
import type { Fit } from "../api/import-head.ts";
import type { Head } from "../service-types.ts";
import { type Dress, openAsking } from "./asking.ts";
import { openConnection } from "./connection.ts";
import { type EditDraft, openEdits } from "./edits.ts";
import { openHeads } from "./heads.ts";
import type { LiveFile } from "./live-files.ts";
import { ownHeads } from "./own-heads.ts";
import { openPackWords } from "./packs.ts";
import { emptyState, type PanelState } from "./panel-state.ts";
import { isUnfinished } from "./progress-text.ts";
import { keep, loadSettings, type Memory, randomSeed, read, type Settings, saveSettings } from "./settings.ts";
import { createStore, type Store } from "./store.ts";

export interface SessionOptions {
  url: string;
  token?: string;
  /** Settings; survives the browser. */
  memory: Memory;
  /** The token; forgotten with the tab. */
  secrets?: Memory;
  fetch?: typeof fetch;
  /** Settings of a host that other ones than the usual suit, until somebody changes them. */
  usual?: Partial<Settings>;
  /** Nobody but this page asks for heads: those that are being made were asked for here, also where the page went away before it was answered. */
  alone?: boolean;
  /** Takes a character's file in, where it stays in the page. */
  importHead?: (file: File, fit: Fit) => Promise<Head>;
  /** Shows heads that are asked for until the service does. */
  dress?: Dress;
}

/** The panel's dealings with one service. */
export interface Session {
  readonly store: Store<PanelState>;
  readonly client: Client;
  change(settings: Partial<Settings>): void;
  generate(): Promise<void>;
  /** Makes a head of a character's file; undefined with a service, whose command line does that. */
  importHead?(file: File, fit: Fit): Promise<void>;
  /** The same head again with the next better preset. */
  refine(head: Head): Promise<void>;
  changeEdit(part: Partial<EditDraft>): void;
  /** Asks for the child that the written edit describes; it becomes the panel's subject. */
  edit(): Promise<void>;
  act(verb: "cancel" | "pause" | "resume" | "delete", id: string): Promise<void>;
  /** Makes a head the panel's subject, and what it was asked by the form's; one in the making grows in the scene from now on. */
  select(id: string | undefined): void;
  loadMore(): Promise<void>;
  beginPairing(): Promise<void>;
  finishPairing(code: string): Promise<void>;
  dismissTrouble(): void;
  report(error: unknown): void;
  /** Live previews of heads that were asked for here. @returns a function that ends it. */
  onLive(listener: (file: LiveFile) => void): () => void;
  /** Heads that were asked for here and are done. @returns a function that ends it. */
  onDone(listener: (head: Head) => void): () => void;
  dispose(): void;
}

const TOKEN_KEY = "headartist.token";
const OWN_KEY = "headartist.own";
const CURRENT_KEY = "headartist.current";
const DATA_KEY = "headartist.data";
const JOB_CALLS = { cancel: "cancelJob", pause: "pauseJob", resume: "resumeJob" } as const;

/** Connects to the service and stays connected until disposed. */
export function openSession(options: SessionOptions): Session {
  const { url, token, memory, secrets = memory, fetch, usual, alone = false, importHead, dress } = options;
  const data = read(memory, `${DATA_KEY}.${url}`) || undefined;
  const store = createStore<PanelState>({ ...emptyState(loadSettings(memory, usual)), data });
  const rememberToken = (fresh: string) => keep(secrets, `${TOKEN_KEY}.${url}`, fresh);
  if (token) rememberToken(token);
  const known = token ?? read(secrets, `${TOKEN_KEY}.${url}`) ?? undefined;
  const client = createClient({ url, token: known, fetch, onToken: rememberToken });
  const live = new Set<(file: LiveFile) => void>();
  const finished = new Set<(head: Head) => void>();
  const own = ownHeads(secrets, `${OWN_KEY}.${url}`);
  /** Heads of which the service has shown something. */
  const grown = new Set<string>();
  const showLive = (file: LiveFile) => live.forEach((listener) => void listener(file));
  const heads = openHeads({
    ...{ store, client, own },
    onLive(file) {
      grown.add(file.head);
      showLive(file);
    },
    onDone: (head) => finished.forEach((listener) => void listener(head)),
  });
  const packs = openPackWords(store, client);
  const edits = openEdits(store, client);
  let disposed = false;

  const report = (error: unknown) => {
    if (disposed) return;
    const remedy = error instanceof ServiceRefusal ? error.remedy : "";
    store.set({ trouble: { message: error instanceof Error ? error.message : String(error), remedy } });
  };
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      report(error);
    }
  };

  const connection = openConnection({
    client,
    onState: (state) => store.set({ connection: state }),
    onEvent: heads.onEvent,
    async onOpen() {
      await heads.refresh();
      store.set({ connection: "online", pairing: undefined });
      resumeSubject();
      await guarded(packs.load);
      await guarded(rememberPlace);
    },
  });
  /** After a reload of the page the panel is about what is being made for it, else about what it was about. */
  const resumeSubject = () => {
    const { heads: all, current } = store.get();
    if (current !== undefined) return;
    const making = all.find(({ id, state }) => isUnfinished(state) && (own.has(id) || (alone && state !== "paused")));
    const last = read(secrets, `${CURRENT_KEY}.${url}`);
    const subject = making ?? all.find(({ id }) => id === last);
    if (subject) look(subject);
  };
  /** How the service is started again, should it be away one day. */
  const rememberPlace = async () => {
    const { data, usual } = await client.call("readPlace", {});
    keep(memory, `${DATA_KEY}.${url}`, usual ? "" : data);
    store.set({ data: usual ? undefined : data });
  };
  /** Makes a head the subject, without touching what is written in the form. */
  const look = (head: Head | undefined) => {
    if (head?.id !== store.get().current) edits.clear();
    store.set({ current: head?.id });
    keep(secrets, `${CURRENT_KEY}.${url}`, head?.id ?? "");
    if (!head || !isUnfinished(head.state)) return;
    own.add(head.id);
    heads.fetchLive(head.id);
  };

  const change = (settings: Partial<Settings>) => {
    const before = store.get().settings;
    const next = { ...before, ...settings };
    store.set({ settings: next });
    saveSettings(memory, next);
    packs.settingsChanged(before);
  };
  const asking = openAsking({
    ...{ store, client, own, heads, dress },
    show: showLive,
    isShown: (id) => grown.has(id),
    onSubject: (id) => keep(secrets, `${CURRENT_KEY}.${url}`, id),
  });

  connection.begin();
  return {
    store,
    client,
    change,
    report,
    generate: () =>
      guarded(async () => {
        const { settings } = store.get();
        const seed = settings.seedLocked ? settings.seed : randomSeed();
        if (!settings.seedLocked) change({ seed });
        const seeds = Array.from({ length: settings.variations }, (_, i) => (seed + i) % 2 ** 32);
        await asking.ask(seeds.map(asking.described));
      }),
    importHead: importHead && ((file, fit) => guarded(() => asking.ask([{ call: () => importHead(file, fit) }]))),
    refine: (head) => guarded(() => asking.ask([asking.refined(head)])),
    changeEdit: edits.change,
    edit: () =>
      guarded(async () => {
        await asking.ask([{ call: edits.ask }]);
        edits.clear();
      }),
    act: (verb, id) =>
      guarded(async () => {
        if (verb === "delete") return client.call("deleteHead", { id });
        const job = await client.call(JOB_CALLS[verb], { id });
        if (verb === "resume") own.add(id);
        heads.patch(id, { state: job.state, error: job.error });
      }),
    select(id) {
      const head = id === undefined ? undefined : heads.find(id);
      if (head) {
        const { prompt, negative = "", seed, preset, pack } = head.request;
        change({
          prompt,
          negative,
          ...(seed !== undefined && { seed }),
          ...(preset && { preset }),
          ...(pack && { pack }),
        });
      }
      look(head);
    },
    loadMore: () => guarded(heads.loadMore),
    beginPairing: () =>
      guarded(async () => {
        const { pairing: name, expiresIn } = await client.call("beginPairing", {});
        store.set({ pairing: { name, expiresAt: Date.now() + 1000 * expiresIn }, trouble: undefined });
      }),
    finishPairing: (code) =>
      guarded(async () => {
        const { name = "" } = store.get().pairing ?? {};
        client.setToken((await client.call("finishPairing", { body: { pairing: name, code } })).token);
        store.set({ pairing: undefined, connection: "connecting", trouble: undefined });
        connection.begin();
      }),
    dismissTrouble: () => store.set({ trouble: undefined }),
    onLive: (listener) => subscribed(live, listener),
    onDone: (listener) => subscribed(finished, listener),
    dispose() {
      disposed = true;
      packs.dispose();
      edits.dispose();
      connection.dispose();
      live.clear();
      finished.clear();
    },
  };
}

function subscribed<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
