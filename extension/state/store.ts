/** A value that tells its listeners when it changes; React reads it through useSyncExternalStore. */
export interface Store<T> {
  get(): T;
  /** Merges a change; equal values tell nobody. */
  set(change: Partial<T>): void;
  /** @returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(change) {
      const keys = Object.keys(change) as (keyof T)[];
      if (keys.every((key) => Object.is(value[key], change[key]))) return;
      value = { ...value, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
