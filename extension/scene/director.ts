import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Head } from "../service-types.ts";
import { standing } from "../state/progress-text.ts";
import type { Session } from "../state/session.ts";
import type { Anchor } from "./head-frame.ts";
import { readLive } from "./read-live.ts";
import { ORIGIN, type Stage } from "./stage.ts";

/** Metres between the heads of one request. */
const SPACING = 0.42;

/** Name of the user-timing entries of live updates: how long each kept the page busy. */
export const LIVE_MEASURE = "headartist live preview";

/** Brings what the session tells into the scene. */
export interface Director {
  readonly stage: Stage;
  /** Asks where, then asks the service for the heads of the settings. */
  generate(): Promise<void>;
  refine(head: Head): Promise<void>;
  /** Asks for the child that the panel's edit describes. */
  edit(): Promise<void>;
  /** Puts a finished head into the scene, where the settings say. */
  place(head: Head): Promise<void>;
  dispose(): void;
}

export interface DirectorOptions {
  session: Session;
  stage: Stage;
  /** Scene units of a metre. */
  scale?: number;
  /** Every head at the same place, as where only one is shown. */
  together?: boolean;
  /** Told of every finished head's file before it is placed. */
  onFile?: (head: Head, glb: Blob) => Promise<void> | void;
}

export function createDirector({ session, stage, scale = 1, together = false, onFile }: DirectorOptions): Director {
  const anchors = new Map<string, Anchor>();
  const anchorOf = (id: string) => anchors.get(id) ?? ORIGIN();
  const ending = [
    session.onLive(async ({ head, glb }) => {
      const bytes = await glb.arrayBuffer();
      const start = performance.now();
      const mesh = await readLive(bytes);
      // The head may have been finished while the preview was on its way.
      if (!stillMade(session, head)) return;
      stage.live(head, mesh, anchorOf(head));
      performance.measure(LIVE_MEASURE, { start });
    }),
    session.onDone(async (head) => {
      try {
        await put(head, anchorOf(head.id));
      } catch (error) {
        session.report(error);
      } finally {
        stage.endLive(head.id);
      }
    }),
    session.store.subscribe(() => {
      const { heads, progress, connection } = session.store.get();
      for (const head of heads) {
        const { id, state } = head;
        if (state === "cancelled" || state === "failed") stage.endLive(id);
        else stage.label(id, standing(head, progress[id], connection));
      }
    }),
  ];
  async function put(head: Head, anchor: Anchor): Promise<void> {
    const file = await session.client.file("readGlb", head.id);
    await onFile?.(head, file!.blob);
    await stage.place(head, await file!.blob.arrayBuffer(), anchor);
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
    batch.forEach((id, i) => {
      const aside = together ? 0 : (i - (batch.length - 1) / 2) * SPACING * scale;
      anchors.set(id, { ...anchor, position: anchor.position.add(new Vector3(aside, 0, 0)) });
    });
  }
  return {
    stage,
    generate: () => make(session.generate),
    refine: (head) => make(() => session.refine(head)),
    edit: () => make(session.edit),
    async place(head) {
      const anchor = await chosenAnchor();
      if (!anchor) return;
      try {
        await put(head, anchor);
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

function stillMade({ store }: Session, id: string): boolean {
  const state = store.get().heads.find((head) => head.id === id)?.state;
  return state !== undefined && state !== "done" && state !== "cancelled" && state !== "failed";
}
