import { type Client, createClient, ServiceRefusal } from "../api/client.ts";
import { followEvents } from "../api/follow-events.ts";
import type { Head, Progress, ServiceEvent, Suggestions, Vocabulary } from "../service-types.ts";
import { type EditDraft, EMPTY_EDIT, openEdits } from "./edits.ts";
import { type LiveFile, liveFiles } from "./live-files.ts";
import { isUnfinished } from "./progress-text.ts";
import { keep, loadSettings, type Memory, randomSeed, read, type Settings, saveSettings } from "./settings.ts";
import { createStore, type Store } from "./store.ts";

/** "locked": the service answers but has not given this page a token. */
export type ConnectionState = "connecting" | "online" | "offline" | "locked";

/** Everything the panel shows. It lives outside React, so that a pane that is docked elsewhere finds it unchanged. */
export interface PanelState {
  connection: ConnectionState;
  /** Seconds of the last pairing code, or undefined before pairing began. */
  pairing: { expiresAt: number } | undefined;
  /** Newest first. */
  heads: readonly Head[];
  /** Older heads are there to be asked for. */
  more: boolean;
  progress: Readonly<Record<string, Progress>>;
  /** Heads of the last request, to pick one from. */
  batch: readonly string[];
  /** The head the panel is about. */
  current: string | undefined;
  /** An edit of that head, as far as it is written. */
  draft: EditDraft;
  settings: Settings;
  vocabulary: Vocabulary;
  unknown: Suggestions["unknown"];
  /** What went wrong last, in the service's words. */
  trouble: { message: string; remedy: string } | undefined;
  asking: boolean;
}

export interface SessionOptions {
  url: string;
  token?: string;
  /** Settings; survives the browser. */
  memory: Memory;
  /** The token; forgotten with the tab. */
  secrets?: Memory;
  fetch?: typeof fetch;
}

/** The panel's dealings with one service. */
export interface Session {
  readonly store: Store<PanelState>;
  readonly client: Client;
  change(settings: Partial<Settings>): void;
  generate(): Promise<void>;
  /** The same head again with the next better preset. */
  refine(head: Head): Promise<void>;
  changeEdit(part: Partial<EditDraft>): void;
  /** Asks for the child that the written edit describes; it becomes the panel's subject. */
  edit(): Promise<void>;
  act(verb: "cancel" | "pause" | "resume" | "delete", id: string): Promise<void>;
  /** Makes a head the panel's subject; one in the making grows in the scene from now on. */
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
const STATE_OF: Partial<Record<ServiceEvent["type"], Head["state"]>> = {
  queued: "queued",
  started: "running",
  stage: "running",
  progress: "running",
  preview: "running",
  paused: "paused",
  cancelled: "cancelled",
  failed: "failed",
  done: "done",
};

/** Connects to the service and stays connected until disposed. */
export function openSession({ url, token, memory, secrets = memory, fetch }: SessionOptions): Session {
  const store = createStore<PanelState>({
    connection: "connecting",
    pairing: undefined,
    heads: [],
    more: false,
    progress: {},
    batch: [],
    current: undefined,
    draft: EMPTY_EDIT,
    settings: loadSettings(memory),
    vocabulary: { groups: [] },
    unknown: [],
    trouble: undefined,
    asking: false,
  });
  const client = createClient({
    url,
    token: token ?? read(secrets, `${TOKEN_KEY}.${url}`) ?? undefined,
    fetch,
    onToken: (fresh) => keep(secrets, `${TOKEN_KEY}.${url}`, fresh),
  });
  if (token) keep(secrets, `${TOKEN_KEY}.${url}`, token);
  let disposed = false;
  const live = new Set<(file: LiveFile) => void>();
  const finished = new Set<(head: Head) => void>();
  /** Asked for here: these grow in the scene and stand in it when they are done. */
  const own = new Set<string>((read(secrets, `${OWN_KEY}.${url}`) ?? "").split(" ").filter(Boolean));
  const keepOwn = () => keep(secrets, `${OWN_KEY}.${url}`, [...own].join(" "));

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
  const patch = (id: string, change: Partial<Head>) =>
    store.set({ heads: store.get().heads.map((head) => (head.id === id ? { ...head, ...change } : head)) });
  const find = (id: string) => store.get().heads.find((head) => head.id === id);

  const settle = (head: Head) => {
    if (head.state !== "done" || !own.delete(head.id)) return;
    keepOwn();
    for (const listener of finished) listener(head);
  };
  const refresh = async () => {
    const [page, { jobs }] = await Promise.all([
      client.call("listHeads", { query: { limit: "50" } }),
      client.call("listJobs", {}),
    ]);
    const progress = Object.fromEntries(jobs.flatMap(({ id, progress }) => (progress ? [[id, progress]] : [])));
    store.set({ heads: page.heads, more: page.next !== null, progress });
    for (const head of page.heads) {
      settle(head);
      if (head.state === "running" && own.has(head.id)) void fetchLive(head.id);
    }
  };
  const readOne = async (id: string) => {
    const head = await client.call("readHead", { id });
    const others = store.get().heads.filter((other) => other.id !== id);
    const heads = [head, ...others].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    store.set({ heads });
    settle(head);
  };

  const fetchLive = liveFiles(client, (file) => {
    if (own.has(file.head)) for (const listener of live) listener(file);
  });

  const onEvent = (event: ServiceEvent) => {
    const { type, head: id } = event;
    if (type === "reset" || id === null) return void refresh().catch(() => {});
    if (type === "deleted") {
      const heads = store.get().heads.filter((head) => head.id !== id);
      return store.set({ heads, current: store.get().current === id ? undefined : store.get().current });
    }
    if (event.progress) store.set({ progress: { ...store.get().progress, [id]: event.progress } });
    const known = find(id);
    if (!known || type === "done") return void readOne(id).catch(() => {});
    const stopping = known.state === "pausing" || known.state === "cancelling";
    const passing = type === "progress" || type === "preview" || type === "stage";
    patch(id, {
      state: stopping && passing ? known.state : (STATE_OF[type] ?? known.state),
      preview: event.preview ?? known.preview,
      error: type === "failed" ? (event.error ?? null) : type === "queued" ? null : known.error,
    });
    if (type === "preview" && own.has(id)) void fetchLive(id);
  };

  let following = new AbortController();
  /** Begins anew at once, instead of at the next try. */
  const follow = () => {
    following.abort();
    following = new AbortController();
    void followEvents(client, {
      signal: following.signal,
      onEvent,
      async onOpen() {
        await refresh();
        store.set({ connection: "online", pairing: undefined });
        if (store.get().vocabulary.groups.length > 0) return;
        store.set({ vocabulary: await client.call("readVocabulary", { query: {} }) });
        checkSoon(0);
      },
      onLost(error) {
        const locked = error instanceof ServiceRefusal && error.status === 401;
        store.set({ connection: locked ? "locked" : "offline" });
      },
    });
  };

  let checking: ReturnType<typeof setTimeout> | undefined;
  const checkSoon = (ms: number) => {
    clearTimeout(checking);
    checking = setTimeout(async () => {
      const { prompt } = store.get().settings;
      if (prompt.trim() === "") return store.set({ unknown: [] });
      const answer = await client.call("checkPrompt", { query: { prompt } }).catch(() => undefined);
      if (answer && prompt === store.get().settings.prompt) store.set({ unknown: answer.unknown });
    }, ms);
  };

  const change = (settings: Partial<Settings>) => {
    const before = store.get().settings;
    const next = { ...before, ...settings };
    store.set({ settings: next });
    saveSettings(memory, next);
    if (next.prompt !== before.prompt) checkSoon(400);
  };

  const edits = openEdits(store, client);
  /** Takes heads in one after the other, as the service answers. */
  const ask = async (requests: (() => Promise<Head | undefined>)[]) => {
    const asked: string[] = [];
    store.set({ asking: true, trouble: undefined });
    try {
      for (const request of requests) {
        const head = await request();
        if (!head) continue;
        own.add(head.id);
        keepOwn();
        asked.push(head.id);
        const others = store.get().heads.filter(({ id }) => id !== head.id);
        store.set({ heads: [head, ...others], batch: [...asked], current: asked[0] });
      }
    } finally {
      store.set({ asking: false });
    }
  };
  const create =
    ({ prompt, negative, preset }: Settings, seed: number) =>
    () => {
      const body = { prompt: prompt.trim(), seed, preset, ...(negative.trim() ? { negative: negative.trim() } : {}) };
      return client.call("createHead", { body });
    };

  follow();
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
        await ask(seeds.map((one) => create(settings, one)));
      }),
    refine: ({ request }) =>
      guarded(async () => {
        const preset = request.preset === "draft" ? "standard" : "high";
        const { prompt, negative = "", seed = 1 } = request;
        change({ prompt, negative, seed, seedLocked: true, preset, variations: 1 });
        await ask([create(store.get().settings, seed)]);
      }),
    changeEdit: edits.change,
    edit: () =>
      guarded(async () => {
        await ask([edits.ask]);
        edits.clear();
      }),
    act: (verb, id) =>
      guarded(async () => {
        if (verb === "delete") return client.call("deleteHead", { id });
        const name = { cancel: "cancelJob", pause: "pauseJob", resume: "resumeJob" } as const;
        const job = await client.call(name[verb], { id });
        if (verb === "resume") {
          own.add(id);
          keepOwn();
        }
        patch(id, { state: job.state, error: job.error });
      }),
    select(current) {
      if (current !== store.get().current) edits.clear();
      store.set({ current });
      const head = current === undefined ? undefined : find(current);
      if (!head || !isUnfinished(head.state)) return;
      own.add(head.id);
      keepOwn();
      void fetchLive(head.id);
    },
    loadMore: () =>
      guarded(async () => {
        const { heads } = store.get();
        const before = heads[heads.length - 1]?.id;
        const page = await client.call("listHeads", { query: { limit: "50", before } });
        store.set({ heads: [...heads, ...page.heads], more: page.next !== null });
      }),
    beginPairing: () =>
      guarded(async () => {
        const { expiresIn } = await client.call("beginPairing", {});
        store.set({ pairing: { expiresAt: Date.now() + 1000 * expiresIn }, trouble: undefined });
      }),
    finishPairing: (code) =>
      guarded(async () => {
        client.setToken((await client.call("finishPairing", { body: { code } })).token);
        store.set({ pairing: undefined, connection: "connecting", trouble: undefined });
        follow();
      }),
    dismissTrouble: () => store.set({ trouble: undefined }),
    onLive(listener) {
      live.add(listener);
      return () => void live.delete(listener);
    },
    onDone(listener) {
      finished.add(listener);
      return () => void finished.delete(listener);
    },
    dispose() {
      clearTimeout(checking);
      edits.dispose();
      disposed = true;
      following.abort();
      live.clear();
      finished.clear();
    },
  };
}
