import type { InspectorToken } from "@babylonjs/inspector";
import type { Session } from "../state/session.ts";
import { createStore, type Store } from "../state/store.ts";
import { onKey } from "./on-key.ts";
import type { Viewport } from "./viewport.ts";

/** Opens and closes Babylon's Inspector with the key I. */
export interface InspectorKey {
  readonly store: Store<{ open: boolean; loading: boolean }>;
  toggle(): Promise<void>;
}

/** The Inspector is fetched when it is first asked for. */
export function createInspectorKey({ scene }: Viewport, session: Session): InspectorKey {
  const store = createStore({ open: false, loading: false });
  let shown: InspectorToken | undefined;
  const toggle = async () => {
    if (store.get().loading) return;
    if (shown) return void (await shown.dispose());
    store.set({ loading: true });
    try {
      // Its properties of a mesh ask for occlusion queries, which nothing else of the studio needs.
      await import("@babylonjs/core/Engines/AbstractEngine/abstractEngine.query.js");
      await import("@babylonjs/core/Engines/Extensions/engine.query.js");
      const { ShowInspector } = await import("@babylonjs/inspector");
      shown = ShowInspector(scene);
      store.set({ open: true });
      document.body.classList.add("inspecting");
      shown.onDisposed.addOnce(() => {
        shown = undefined;
        store.set({ open: false });
        document.body.classList.remove("inspecting");
      });
    } catch (error) {
      session.report(error);
    } finally {
      store.set({ loading: false });
    }
  };
  onKey("i", () => void toggle());
  return { store, toggle };
}
