import { createStore, type Store } from "../state/store.ts";

/** Something that was done to the scene and can be undone. */
export interface Edit {
  name: string;
  do(): void;
  undo(): void;
  /** Called when the edit can neither be done nor undone any more, with what it was last. */
  destroy?(done: boolean): void;
}

export interface History {
  readonly store: Store<{ undo: string | undefined; redo: string | undefined }>;
  /** Does the edit and remembers it; what had been undone is forgotten. */
  add(edit: Edit): void;
  undo(): void;
  redo(): void;
  clear(): void;
}

/** @param most edits that are remembered. */
export function createHistory(most = 100): History {
  const store = createStore<{ undo: string | undefined; redo: string | undefined }>({
    undo: undefined,
    redo: undefined,
  });
  let edits: Edit[] = [];
  let at = 0;
  const tell = () => store.set({ undo: edits[at - 1]?.name, redo: edits[at]?.name });
  return {
    store,
    add(edit) {
      for (const forgotten of edits.splice(at)) forgotten.destroy?.(false);
      edit.do();
      edits.push(edit);
      if (edits.length > most) edits.shift()!.destroy?.(true);
      at = edits.length;
      tell();
    },
    undo() {
      if (at > 0) edits[--at].undo();
      tell();
    },
    redo() {
      if (at < edits.length) edits[at++].do();
      tell();
    },
    clear() {
      for (const [i, edit] of edits.entries()) edit.destroy?.(i < at);
      edits = [];
      at = 0;
      tell();
    },
  };
}
