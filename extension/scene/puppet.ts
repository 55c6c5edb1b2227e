import { Matrix, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Scene } from "@babylonjs/core/scene.js";
import "@babylonjs/core/Culling/ray.js";
import { otherSide } from "../state/expressions.ts";
import { createStore, type Store } from "../state/store.ts";
import { type DrivenHead, TEST_LINE } from "./driven/index.ts";

export interface PuppetState {
  /** Names of what the head in the scene can do; none where there is no head, or one that cannot move. */
  names: readonly string[];
  /** A head is in the scene, and has no expressions. */
  still: boolean;
  weights: Readonly<Record<string, number>>;
  /** Moving one side of the face moves the other. */
  mirrored: boolean;
  /** Eyes follow the pointer. */
  following: boolean;
  /** Blinks and breathes. */
  idle: boolean;
  speaking: boolean;
}

/** The head in the scene that the panel's controls move. */
export interface Puppet {
  readonly store: Store<PuppetState>;
  /** Moves another head from now on: one, one that has no expressions, or none any more. */
  hold(head: DrivenHead | "still" | undefined): void;
  /** @param weight 0..1. */
  set(name: string, weight: number): void;
  change(state: Partial<Pick<PuppetState, "mirrored" | "following" | "idle">>): void;
  /** Speaks the test line; a second call while it speaks stops it. */
  speak(): Promise<void>;
  /** All expressions at rest, eyes ahead, nothing said. */
  reset(): void;
  /** Something moves by itself: the scene must be drawn. */
  moves(): boolean;
  dispose(): void;
}

/** Seconds that eyes and mouth still move after the last cause. */
const SETTLE = 0.6;
/** How far along the way to the camera the eyes' goal lies: nearer to it, and they cross. */
const GOAL_SHARE = 0.6;

export interface PuppetOptions {
  scene: Scene;
  /** Where the pointer moves; without it no eyes follow. */
  page?: Pick<Document, "addEventListener" | "removeEventListener">;
  /** Told whenever something begins to move: a scene at rest must be drawn again. */
  onStir?: () => void;
}

export function createPuppet({ scene, page, onStir }: PuppetOptions): Puppet {
  const store = createStore<PuppetState>({
    names: [],
    still: false,
    weights: {},
    mirrored: true,
    following: false,
    idle: false,
    speaking: false,
  });
  let head: DrivenHead | undefined;
  let restAt = 0;
  const stir = () => {
    restAt = performance.now() + 1000 * SETTLE;
    onStir?.();
  };
  const applyIdle = () => {
    if (!head) return;
    head.blinking = store.get().idle;
    head.breathing = store.get().idle;
  };
  const onPointer = (event: Event) => {
    const canvas = scene.getEngine().getRenderingCanvas();
    const { camera, following } = { camera: scene.activeCamera, following: store.get().following };
    if (!head || !canvas || !camera || !following) return;
    const { clientX, clientY } = event as PointerEvent;
    const { left, top } = canvas.getBoundingClientRect();
    const ray = scene.createPickingRay(clientX - left, clientY - top, Matrix.Identity(), camera);
    const way = Vector3.Distance(camera.globalPosition, head.root.getAbsolutePosition());
    head.lookAt(ray.origin.add(ray.direction.scale(way * (1 - GOAL_SHARE))));
    stir();
  };
  page?.addEventListener("pointermove", onPointer);

  return {
    store,
    hold(next) {
      const still = next === "still";
      if (head === (still ? undefined : next) && store.get().still === still) return;
      head = still ? undefined : next;
      store.set({ names: head?.expressions ?? [], still, weights: {}, speaking: false });
      applyIdle();
      stir();
    },
    set(name, weight) {
      if (!head) return;
      const { mirrored, names, weights } = store.get();
      const other = mirrored ? otherSide(name) : undefined;
      const change = { [name]: weight, ...(other && names.includes(other) && { [other]: weight }) };
      head.setExpression(change);
      store.set({ weights: { ...weights, ...change } });
      stir();
    },
    change(state) {
      store.set(state);
      if (state.following === false) head?.lookAt(null);
      applyIdle();
      stir();
    },
    async speak() {
      if (!head) return;
      const speaker = head;
      if (store.get().speaking) return void speaker.speak([]);
      store.set({ speaking: true });
      stir();
      await speaker.speak(TEST_LINE);
      if (head === speaker) store.set({ speaking: false });
      stir();
    },
    reset() {
      head?.resetExpression();
      head?.lookAt(null);
      if (store.get().speaking) void head?.speak([]);
      store.set({ weights: {}, following: false });
      stir();
    },
    moves() {
      const { idle, speaking, names } = store.get();
      return (names.length > 0 && (idle || speaking)) || performance.now() < restAt;
    },
    dispose() {
      page?.removeEventListener("pointermove", onPointer);
      this.hold(undefined);
    },
  };
}
