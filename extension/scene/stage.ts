import { PointerEventTypes, type PointerInfo } from "@babylonjs/core/Events/pointerEvents.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Observer } from "@babylonjs/core/Misc/observable.js";
import type { Scene } from "@babylonjs/core/scene.js";
import "@babylonjs/core/Culling/ray.js";
import type { Head } from "../service-types.ts";
import type { Place } from "../state/settings.ts";
import { createStore, type Store } from "../state/store.ts";
import { type Anchor, METRES_PER_UNIT } from "./head-frame.ts";
import { createHistory, type Edit, type History } from "./history.ts";
import { createLabels } from "./label.ts";
import { createLiveHead, type LiveHead } from "./live-head.ts";
import { type LoadedHead, loadHead, supportOf } from "./load-head.ts";
import type { LiveMesh } from "./read-live.ts";

export interface StageOptions {
  scene: Scene;
  /** Scene units of a metre. */
  scale?: number;
  /** What is selected in the host; without it, heads go to the origin or to a point. */
  selection?: () => unknown;
  /** One head at a time, as in the studio: placing one takes the older out. */
  single?: boolean;
  /** Told of each placed head. */
  onPlaced?: (placed: LoadedHead) => void;
  /** The host's own undo takes the edit; absent: the stage's history does. */
  register?: (edit: Edit) => void;
}

/** The scene side of the panel. */
export interface Stage {
  readonly store: Store<StageState>;
  readonly history: History;
  readonly places: readonly Place[];
  /**
   * Asks where heads shall stand; for "point" the user's next click in the scene.
   * @returns undefined where the user gave up. @throws RangeError for a selection that can carry no head.
   */
  choose(place: Place): Promise<Anchor | undefined>;
  /** Stops waiting for a click. */
  giveUp(): void;
  /** Shows a head in the making, beside others that stand at the same anchor. */
  live(head: string, mesh: LiveMesh, anchor: Anchor): void;
  label(head: string, text: string): void;
  /** Takes a head in the making away. */
  endLive(head: string): void;
  /** Puts a finished head into the scene; can be undone. */
  place(head: Head, glb: ArrayBuffer, anchor: Anchor): Promise<void>;
  dispose(): void;
}

export interface StageState {
  /** Waiting for a click in the scene. */
  picking: boolean;
}

/** How far below its origin, between the eyes, a head is cut; in head space. */
const BUST = 0.95;

export const ORIGIN = (): Anchor => ({ position: Vector3.Zero() });

export function createStage({ scene, scale = 1, selection, single = false, onPlaced, register }: StageOptions): Stage {
  const store = createStore<StageState>({ picking: false });
  const history = createHistory();
  const labels = createLabels(scene);
  const growing = new Map<string, LiveHead>();
  let standing: LoadedHead | undefined;
  let giveUp = () => {};
  let disposed = false;

  const pick = () =>
    new Promise<Anchor | undefined>((resolve) => {
      giveUp();
      let observer: Observer<PointerInfo> | null = null;
      const end = (anchor: Anchor | undefined) => {
        scene.onPointerObservable.remove(observer);
        store.set({ picking: false });
        giveUp = () => {};
        resolve(anchor);
      };
      giveUp = () => end(undefined);
      store.set({ picking: true });
      observer = scene.onPointerObservable.add(({ type, event }) => {
        if (type !== PointerEventTypes.POINTERTAP || event.button !== 0) return;
        const hit = scene.pick(scene.pointerX, scene.pointerY);
        const standing = BUST * METRES_PER_UNIT * scale;
        if (hit.pickedPoint) end({ position: hit.pickedPoint.add(new Vector3(0, standing, 0)) });
      });
    });

  return {
    store,
    history,
    places: selection ? ["origin", "point", "selection"] : ["origin", "point"],
    async choose(place) {
      if (place === "point") return pick();
      if (place === "origin" || !selection) return ORIGIN();
      const support = supportOf(selection());
      if (!support) throw new RangeError("Nothing is selected that can carry a head. Select a node or a bone first.");
      return { ...ORIGIN(), ...support };
    },
    giveUp: () => giveUp(),
    live(id, mesh, anchor) {
      let head = growing.get(id);
      if (!head) {
        head = createLiveHead(scene, anchor, scale);
        growing.set(id, head);
        if (single) standing?.root.setEnabled(false);
      }
      head.update(mesh);
    },
    label(id, text) {
      const head = growing.get(id);
      if (head) labels.show(head.top, text);
    },
    endLive(id) {
      const head = growing.get(id);
      if (!head) return;
      labels.hide(head.top);
      head.dispose();
      growing.delete(id);
      if (single && growing.size === 0) standing?.root.setEnabled(true);
    },
    async place(head, glb, anchor) {
      const loaded = await loadHead(scene, head, glb, anchor, scale);
      if (disposed) return loaded.container.dispose();
      const before = single ? standing : undefined;
      const edit: Edit = {
        name: `Place “${loaded.root.name}”`,
        do() {
          before?.container.removeAllFromScene();
          loaded.root.setEnabled(growing.size === 0 || !single);
          loaded.container.addAllToScene();
          standing = loaded;
        },
        undo() {
          loaded.container.removeAllFromScene();
          before?.container.addAllToScene();
          standing = before;
        },
        destroy(done) {
          if (!done) loaded.container.dispose();
          else before?.container.dispose();
        },
      };
      if (register) {
        edit.do();
        register(edit);
      } else history.add(edit);
      onPlaced?.(loaded);
    },
    dispose() {
      disposed = true;
      giveUp();
      for (const [id] of growing) this.endLive(id);
      labels.dispose();
      history.clear();
    },
  };
}
