import type { Fit } from "../api/import-head.ts";
import { readLevels } from "../api/read-levels.ts";
import type { Head } from "../service-types.ts";
import { isUnfinished, standing } from "../state/progress-text.ts";
import type { Session } from "../state/session.ts";
import { ORIGIN } from "./find-place.ts";
import type { Anchor } from "./head-frame.ts";
import type { HeadFiles } from "./load-head.ts";
import { readLive } from "./read-live.ts";
import type { Stage } from "./stage.ts";

/** Name of the user-timing entries of live updates: how long each kept the page busy. */
export const LIVE_MEASURE = "headartist live preview";

/** Brings what the session tells into the scene. */
export interface Director {
  readonly stage: Stage;
  /** Asks where, then asks the service for the heads of the settings. */
  generate(): Promise<void>;
  /** The same for the head of a character's file. */
  importHead(file: File, fit: Fit): Promise<void>;
  refine(head: Head): Promise<void>;
  /** Asks for the child that the panel's edit describes. */
  edit(): Promise<void>;
  /** Puts a finished head into the scene, where the settings say. */
  place(head: Head): Promise<void>;
  /** Looks at a head that was chosen, where one is shown at a time: a finished one is brought, one in the making grows on. */
  show(head: Head | undefined): Promise<void>;
  dispose(): void;
}

export interface DirectorOptions {
  session: Session;
  stage: Stage;
  /** The stage shows one head at a time, the chosen one. */
  single?: boolean;
  /** Told of every finished head's file before it is placed. */
  onFile?: (head: Head, glb: Blob) => Promise<void> | void;
}

export function createDirector({ session, stage, single = false, onFile }: DirectorOptions): Director {
  const anchors = new Map<string, Anchor>();
  const anchorOf = (id: string) => anchors.get(id) ?? ORIGIN();
  const label = (head: Head) => {
    const { progress, connection } = session.store.get();
    if (head.state === "cancelled" || head.state === "failed") stage.endLive(head.id);
    else stage.label(head.id, standing(head, progress[head.id], connection));
  };
  const ending = [
    session.onLive(async ({ head, glb }) => {
      const bytes = await glb.arrayBuffer();
      const start = performance.now();
      const mesh = await readLive(bytes);
      // The head may have been finished while the preview was on its way.
      const made = stillMade(session, head);
      if (!made) return;
      stage.live(head, mesh, anchorOf(head));
      label(made);
      performance.measure(LIVE_MEASURE, { start });
    }),
    session.onDone(async (head) => {
      try {
        // A variation that is done while another one is looked at waits in the grid.
        if (!single || session.store.get().current === head.id) await put(head, anchorOf(head.id));
      } catch (error) {
        session.report(error);
      } finally {
        stage.endLive(head.id);
      }
    }),
    session.store.subscribe(() => {
      const { heads, current } = session.store.get();
      stage.choosePuppet(current);
      for (const head of heads) label(head);
    }),
  ];
  async function put(head: Head, anchor: Anchor): Promise<void> {
    const file = await session.client.file("readGlb", head.id);
    await onFile?.(head, file!.blob);
    await stage.place(head, await withLevels(session, head, file!.blob), anchor);
  }
  /** Anchors of heads that are not in the scene yet. */
  function toCome(): Anchor[] {
    const { heads } = session.store.get();
    return [...anchors].flatMap(([id, anchor]) => {
      const head = heads.find((other) => other.id === id);
      return head && isUnfinished(head.state) ? [anchor] : [];
    });
  }
  async function chosenAnchor(): Promise<Anchor | undefined> {
    try {
      return await stage.choose(session.store.get().settings.place);
    } catch (error) {
      session.report(error);
      return undefined;
    }
  }
  async function make(work: () => Promise<void>): Promise<void> {
    const anchor = await chosenAnchor();
    if (!anchor) return;
    const before = session.store.get().batch;
    await work();
    const { batch } = session.store.get();
    if (batch === before) return;
    for (const id of batch) anchors.set(id, stage.free(anchor, toCome()));
  }
  return {
    stage,
    generate: () => make(session.generate),
    importHead: (file, fit) => make(async () => session.importHead?.(file, fit)),
    refine: (head) => make(() => session.refine(head)),
    edit: () => make(session.edit),
    async place(head) {
      const anchor = await chosenAnchor();
      if (!anchor) return;
      try {
        await put(head, stage.free(anchor, toCome()));
      } catch (error) {
        session.report(error);
      }
    },
    async show(head) {
      stage.focus(head?.id);
      if (head?.state !== "done") return;
      try {
        const file = await session.client.file("readGlb", head.id);
        const files = await withLevels(session, head, file!.blob);
        // Another one may have been chosen meanwhile.
        if (session.store.get().current === head.id) await stage.show(head, files);
      } catch (error) {
        session.report(error);
      }
    },
    dispose() {
      for (const end of ending) end();
      stage.dispose();
    },
  };
}

async function withLevels({ client }: Session, { id }: Head, file: Blob): Promise<HeadFiles> {
  const glb = await file.arrayBuffer();
  return { glb, levels: await readLevels(client, id, glb) };
}

function stillMade({ store }: Session, id: string): Head | undefined {
  return store.get().heads.find((head) => head.id === id && isUnfinished(head.state));
}
