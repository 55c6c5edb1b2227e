import { useSyncExternalStore } from "react";
import type { Store } from "../state/store.ts";

/** A component's view of a store; it is drawn again when anything in it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
