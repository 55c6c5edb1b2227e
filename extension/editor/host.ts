import type { Scene } from "@babylonjs/core/scene.js";
import type { ReactNode } from "react";

/** What of the Babylon.js Editor 5 the plugin uses; the Editor is no package, so these types are ours. */
export interface EditorHost {
  state: { projectPath: string | null };
  layout: {
    addLayoutTab(component: ReactNode, options: { id: string; title: string; enableClose: boolean }): void;
    removeLayoutTab(id: string): void;
    preview: { scene: Scene };
    inspector: { state: { editedObject: unknown } };
    graph: { refresh(): unknown };
    assets: { refresh(): unknown };
    console: { error(message: string): void };
  };
}
