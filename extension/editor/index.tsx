import type { Scene } from "@babylonjs/core/scene.js";
import { FluentProvider } from "@fluentui/react-components";
import { registerUndoRedo } from "babylonjs-editor";
import { Panel } from "../panel/panel.tsx";
import { useStore } from "../panel/use-store.ts";
import { useSystemTheme } from "../panel/use-system-theme.ts";
import { createDirector, type Director } from "../scene/director.ts";
import { createStage } from "../scene/stage.ts";
import { openSession } from "../state/session.ts";
import { createStore } from "../state/store.ts";
import type { EditorHost } from "./host.ts";
import { nodeFetch } from "./node-fetch.ts";
import { readConnection } from "./read-connection.ts";
import { saveAsset } from "./save-asset.ts";

export const title = "Head Artist";
export const description = "Makes heads from words, in the scene that is open";

const TAB = "babylon-headartist";
/** The Editor's unit is the centimetre. */
const UNITS_PER_METRE = 100;
/** How often to look for another scene and for a service that was started meanwhile. */
const LOOK_MS = 500;

let end: (() => void) | undefined;

/** Called by the Editor when the plugin is loaded. */
export function main(editor: EditorHost): void {
  end?.();
  const { url, token } = readConnection();
  const session = openSession({ url, token, memory: localStorage, secrets: sessionStorage, fetch: nodeFetch });
  const directors = createStore<{ director: Director | undefined }>({ director: undefined });
  let scene: Scene | undefined;
  const direct = () => {
    const { scene: now } = editor.layout.preview;
    if (now === scene) return;
    scene = now;
    directors.get().director?.dispose();
    const stage =
      now &&
      createStage({
        scene: now,
        scale: UNITS_PER_METRE,
        selection: () => editor.layout.inspector.state.editedObject,
        register: (edit) =>
          registerUndoRedo({
            undo: refreshed(edit.undo),
            redo: refreshed(edit.do),
          }),
        onPlaced: () => void editor.layout.graph.refresh(),
      });
    const onFile = async (head: Parameters<typeof saveAsset>[1], glb: Blob) =>
      void (await saveAsset(editor, head, glb));
    directors.set({ director: stage && createDirector({ session, stage, onFile }) });
  };
  const refreshed = (change: () => void) => () => {
    change();
    editor.layout.graph.refresh();
  };
  const look = () => {
    direct();
    const found = session.store.get().connection === "locked" ? readConnection() : undefined;
    if (found?.token && found.url === url && found.token !== session.client.token) session.client.setToken(found.token);
  };
  const timer = setInterval(look, LOOK_MS);
  direct();

  function Tab() {
    const { director } = useStore(directors);
    return (
      <FluentProvider theme={useSystemTheme()} style={{ height: "100%" }}>
        {director ? <Panel session={session} director={director} /> : <p>There is no scene.</p>}
      </FluentProvider>
    );
  }
  editor.layout.addLayoutTab(<Tab />, { id: TAB, title, enableClose: false });
  end = () => {
    clearInterval(timer);
    directors.get().director?.dispose();
    session.dispose();
    end = undefined;
  };
}

/** Called by the Editor when the plugin is taken out. */
export function close(editor: EditorHost): void {
  end?.();
  editor.layout.removeLayoutTab(TAB);
}
