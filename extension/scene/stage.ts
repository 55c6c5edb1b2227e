import { PointerEventTypes, type PointerInfo } from "@babylonjs/core/Events/pointerEvents.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Observer } from "@babylonjs/core/Misc/observable.js";
import type { Scene } from "@babylonjs/core/scene.js";
import "@babylonjs/core/Culling/ray.js";
import type { Head } from "../service-types.ts";
import type { Place } from "../state/settings.ts";
import { createStore, type Store } from "../state/store.ts";
import { createCast } from "./cast.ts";
import type { Materials } from "./driven/shading/shade-head.ts";
import { bustHeight, freeAnchor, ORIGIN, topOf } from "./find-place.ts";
import type { Anchor } from "./head-frame.ts";
import { createHistory, type Edit, type History } from "./history.ts";
import { createLabels } from "./label.ts";
import { createLiveHead, type LiveHead } from "./live-head.ts";
import { type HeadFiles, type LoadedHead, loadHead, markOf, supportOf } from "./load-head.ts";
import { createPuppet, type Puppet } from "./puppet.ts";
import type { LiveMesh } from "./read-live.ts";

export interface StageOptions {
  scene: Scene;
  /** Scene units of a metre. */
  scale?: number;
  /** What is selected in the host; without it, heads go to the origin or to a point. */
  selection?: () => unknown;
  /** One head at a time, as in the studio: the chosen one, be it finished or in the making. */
  single?: boolean;
  /** Told of the head that is seen, whenever it may be another one or have grown; only where `single`. */
  onSight?: (sight: Sight) => void;
  /** Told of each placed head. */
  onPlaced?: (placed: LoadedHead) => void;
  /** Told whenever something begins to move by itself or by the panel's controls: a scene at rest must be drawn again. */
  onStir?: () => void;
  /** The host's own undo takes the edit; absent: the stage's history does. */
  register?: (edit: Edit) => void;
}

/** A head that is seen, finished or in the making. */
export interface Sight {
  id: string;
  node: TransformNode;
}

/** The scene side of the panel. */
export interface Stage {
  readonly store: Store<StageState>;
  readonly history: History;
  /** Moves the finished head that the panel is about, or else the newest one in the scene. */
  readonly puppet: Puppet;
  readonly places: readonly Place[];
  /**
   * Asks where heads shall stand; for "point" the user's next click in the scene.
   * @returns undefined where the user gave up. @throws RangeError for a selection that can carry no head.
   */
  choose(place: Place): Promise<Anchor | undefined>;
  /** @returns the anchor, moved aside where a head stands there already or will stand there. @param taken anchors of heads to come. */
  free(anchor: Anchor, taken: readonly Anchor[]): Anchor;
  /** Stops waiting for a click. */
  giveUp(): void;
  /** Shows a head in the making, beside others that stand at the same anchor. */
  live(head: string, mesh: LiveMesh, anchor: Anchor): void;
  label(head: string, text: string): void;
  /** Takes a head in the making away. */
  endLive(head: string): void;
  /** Puts a finished head into the scene; can be undone. */
  place(head: Head, files: HeadFiles, anchor: Anchor): Promise<void>;
  /** Shows a finished head instead of the one that stands there, without a trace in the history; only where `single`. */
  show(head: Head, files: HeadFiles): Promise<void>;
  /** How the skin, eyes and hair of all heads are drawn, from now on. */
  shade(materials: Materials): void;
  /** The head that the panel is about: its expressions are what the controls move. */
  choosePuppet(head: string | undefined): void;
  /** Where `single`: the head to look at, while others may grow unseen. */
  focus(head: string | undefined): void;
  dispose(): void;
}

export interface StageState {
  /** Waiting for a click in the scene. */
  picking: boolean;
  /** Neither a finished head nor one in the making is to be seen. */
  empty: boolean;
  materials: Materials;
}

export function createStage(options: StageOptions): Stage {
  const { scene, scale = 1, selection, single = false, onSight, onPlaced, onStir, register } = options;
  const store = createStore<StageState>({ picking: false, empty: true, materials: "viewport" });
  const history = createHistory();
  const labels = createLabels(scene);
  const growing = new Map<string, LiveHead>();
  const cast = createCast(single);
  const puppet = createPuppet({ scene, page: globalThis.document, onStir });
  let focused: string | undefined;
  let subject: string | undefined;
  let giveUp = () => {};
  let disposed = false;

  const load = async (head: Head, files: HeadFiles, anchor: Anchor) => {
    const loaded = await loadHead(scene, head, files, { anchor, scale, materials: store.get().materials });
    // They may have been changed meanwhile.
    if (loaded.driven) loaded.driven.materials = store.get().materials;
    return loaded;
  };
  /** One rule for who is seen, so that no order of growing, placing and undoing can leave the scene blank. */
  const refresh = () => {
    const grower = focused ?? [...growing.keys()].at(-1);
    const live = single && grower !== undefined ? growing.get(grower) : undefined;
    for (const head of growing.values()) head.frame.setEnabled(!single || head === live);
    cast.enable(!live);
    const held = cast.newest(subject);
    puppet.hold(held && (held.driven?.expressions.length ? held.driven : "still"));
    if (live) onSight?.({ id: grower!, node: live.frame });
    else if (single && held) onSight?.({ id: markOf(held.root)!.id, node: held.root });
    store.set({ empty: cast.count === 0 && (single ? !live : growing.size === 0) });
  };
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
        if (hit.pickedPoint) end({ position: hit.pickedPoint.add(new Vector3(0, bustHeight(scale), 0)) });
      });
    });

  return {
    store,
    history,
    puppet,
    places: selection ? ["origin", "point", "selection"] : ["origin", "point"],
    async choose(place) {
      if (place === "point") return pick();
      if (place === "origin" || !selection) return ORIGIN();
      const support = supportOf(selection());
      if (!support) throw new RangeError("Nothing is selected that can carry a head. Select a node or a bone first.");
      return { ...support, position: topOf(support, bustHeight(scale)) };
    },
    free: (anchor, taken) => (single ? anchor : freeAnchor(scene, anchor, taken, scale)),
    giveUp: () => giveUp(),
    live(id, mesh, anchor) {
      let head = growing.get(id);
      if (!head) {
        head = createLiveHead(scene, anchor, scale);
        growing.set(id, head);
      }
      head.update(mesh);
      refresh();
    },
    label(id, text) {
      const head = growing.get(id);
      if (head?.frame.isEnabled()) labels.show(head.top, text);
      else if (head) labels.hide(head.top);
    },
    endLive(id) {
      const head = growing.get(id);
      if (!head) return;
      labels.hide(head.top);
      head.dispose();
      growing.delete(id);
      refresh();
    },
    async place(head, files, anchor) {
      const loaded = await load(head, files, anchor);
      if (disposed) return loaded.dispose();
      const edit: Edit = { name: `Place “${loaded.root.name}”`, ...cast.placing(loaded, refresh) };
      if (register) {
        edit.do();
        register(edit);
      } else history.add(edit);
      onPlaced?.(loaded);
    },
    async show(head, files) {
      const loaded = await load(head, files, ORIGIN());
      if (disposed) return loaded.dispose();
      cast.show(loaded);
      refresh();
      onPlaced?.(loaded);
    },
    shade(materials) {
      store.set({ materials });
      for (const { driven } of cast.all()) if (driven) driven.materials = materials;
    },
    choosePuppet(head) {
      if (head === subject) return;
      subject = head;
      refresh();
    },
    focus(head) {
      focused = head;
      for (const [id, { top }] of growing) if (id !== head) labels.hide(top);
      refresh();
    },
    dispose() {
      disposed = true;
      giveUp();
      for (const [id] of growing) this.endLive(id);
      labels.dispose();
      puppet.dispose();
      history.clear();
    },
  };
}
