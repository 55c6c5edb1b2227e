/** The Editor gives itself to its plugins under this name. */
declare module "babylonjs-editor" {
  export function registerUndoRedo(edit: { undo: () => void; redo: () => void; onLost?: () => void }): void;
}
