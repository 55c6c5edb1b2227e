import type { Client } from "../api/client.ts";
import type { Head, ServiceEvent } from "../service-types.ts";
import { type LiveFile, liveFiles } from "./live-files.ts";
import type { OwnHeads } from "./own-heads.ts";
import type { PanelState } from "./panel-state.ts";
import type { Store } from "./store.ts";

/** Heads a page of the gallery. */
const PAGE = "50";

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

/** Keeps the store's heads as the service has them. */
export interface Heads {
  find(id: string): Head | undefined;
  patch(id: string, change: Partial<Head>): void;
  /** Puts a head that was just asked for before all others. */
  add(head: Head): void;
  /** Reads all of them anew. @throws ServiceRefusal, ServiceUnreachable. */
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  onEvent(event: ServiceEvent): void;
  fetchLive(id: string): void;
}

export interface HeadsOptions {
  store: Store<PanelState>;
  client: Client;
  own: OwnHeads;
  /** Told of live previews of own heads. */
  onLive: (file: LiveFile) => void;
  /** Told once of each own head that is done. */
  onDone: (head: Head) => void;
}

export function openHeads({ store, client, own, onLive, onDone }: HeadsOptions): Heads {
  const find = (id: string) => store.get().heads.find((head) => head.id === id);
  const patch = (id: string, change: Partial<Head>) =>
    store.set({ heads: store.get().heads.map((head) => (head.id === id ? { ...head, ...change } : head)) });
  const others = (id: string) => store.get().heads.filter((head) => head.id !== id);
  const readLive = liveFiles(client, (file) => {
    if (own.has(file.head)) onLive(file);
  });
  const fetchLive = (id: string) => void readLive(id);
  const settle = (head: Head) => {
    if (head.state === "done" && own.remove(head.id)) onDone(head);
  };
  const refresh = async () => {
    const [page, { jobs }] = await Promise.all([
      client.call("listHeads", { query: { limit: PAGE } }),
      client.call("listJobs", {}),
    ]);
    const progress = Object.fromEntries(jobs.flatMap(({ id, progress }) => (progress ? [[id, progress]] : [])));
    store.set({ heads: page.heads, more: page.next !== null, progress });
    for (const head of page.heads) {
      settle(head);
      if (head.state === "running" && own.has(head.id)) fetchLive(head.id);
    }
  };
  const readOne = async (id: string) => {
    const head = await client.call("readHead", { id });
    store.set({ heads: [head, ...others(id)].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) });
    settle(head);
  };
  return {
    find,
    patch,
    add: (head) => store.set({ heads: [head, ...others(head.id)] }),
    refresh,
    async loadMore() {
      const { heads } = store.get();
      const page = await client.call("listHeads", { query: { limit: PAGE, before: heads[heads.length - 1]?.id } });
      store.set({ heads: [...heads, ...page.heads], more: page.next !== null });
    },
    onEvent(event) {
      const { type, head: id } = event;
      if (type === "reset" || id === null) return void refresh().catch(() => {});
      if (type === "deleted") {
        const { current } = store.get();
        return store.set({ heads: others(id), current: current === id ? undefined : current });
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
      if (type === "preview" && own.has(id)) fetchLive(id);
    },
    fetchLive,
  };
}
