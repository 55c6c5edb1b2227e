import type { Scene } from "@babylonjs/core/scene.js";
import {
  type ISceneContext,
  type ISceneExplorerService,
  type ISelectionService,
  SceneContextIdentity,
  SceneExplorerServiceIdentity,
  SelectionServiceIdentity,
  ShellServiceIdentity,
} from "@babylonjs/inspector";
import { Button } from "@fluentui/react-components";
import { PersonRegular } from "@fluentui/react-icons";
import type { ComponentType } from "react";
import { Panel } from "../panel/panel.tsx";
import { useStore } from "../panel/use-store.ts";
import { createDirector, type Director } from "../scene/director.ts";
import { markOf } from "../scene/load-head.ts";
import { createStage } from "../scene/stage.ts";
import { openSession } from "../state/session.ts";
import { createStore } from "../state/store.ts";
import { HEAD_ARTIST_DEFAULTS, type HeadArtistOptions } from "./options.ts";

export type { HeadArtistOptions } from "./options.ts";

const KEY = "Head Artist";

interface Registration {
  dispose(): void;
}

/** What of the Inspector's shell is used here; its own types are not published. */
interface Shell {
  addSidePane(pane: {
    key: string;
    title: string;
    icon: ComponentType;
    horizontalLocation: "left" | "right";
    verticalLocation: "top" | "bottom";
    order?: number;
    teachingMoment?: false;
    content: ComponentType;
  }): Registration;
  addToolbarItem(item: {
    key: string;
    displayName: string;
    horizontalLocation: "left" | "right";
    verticalLocation: "top" | "bottom";
    order?: number;
    teachingMoment?: false;
    component: ComponentType;
  }): Registration;
  readonly sidePanes: readonly { key: string; select(): void }[];
}

/**
 * Babylon's Inspector with the head artist's panel:
 *
 *     ShowInspector(scene, { serviceDefinitions: [headArtist()] });
 *
 * A side pane, a toolbar item that brings it up, and a command on every placed head in the Scene Explorer. Session and
 * scene side live in the service, not in the pane: docking the pane elsewhere loses nothing.
 */
export function headArtist(options: HeadArtistOptions = {}) {
  const { url, unitsPerMetre, token } = { ...HEAD_ARTIST_DEFAULTS, ...options };
  return {
    friendlyName: KEY,
    consumes: [ShellServiceIdentity, SceneContextIdentity, SelectionServiceIdentity, SceneExplorerServiceIdentity],
    factory(
      shell: Shell,
      context: ISceneContext,
      selection: ISelectionService,
      explorer: ISceneExplorerService,
    ): Registration {
      const session = openSession({ url, token, memory: localStorage, secrets: sessionStorage });
      const directors = createStore<{ director: Director | undefined }>({ director: undefined });
      const direct = (scene: Scene | null) => {
        directors.get().director?.dispose();
        const selected = () => selection.selectedEntity;
        const stage = scene ? createStage({ scene, scale: unitsPerMetre, selection: selected }) : undefined;
        directors.set({ director: stage && createDirector({ session, stage }) });
      };
      direct(context.currentScene);
      const sceneObserver = context.currentSceneObservable.add(direct);

      const Pane = () => {
        const { director } = useStore(directors);
        return director ? <Panel session={session} director={director} /> : <p>There is no scene.</p>;
      };
      const bringUp = () => shell.sidePanes.find(({ key }) => key === KEY)?.select();
      const Item = () => (
        <Button appearance="subtle" icon={<PersonRegular />} title={KEY} aria-label={KEY} onClick={bringUp} />
      );
      const registrations = [
        shell.addSidePane({
          key: KEY,
          title: KEY,
          icon: PersonRegular,
          horizontalLocation: "right",
          verticalLocation: "top",
          order: 50,
          teachingMoment: false,
          content: Pane,
        }),
        shell.addToolbarItem({
          key: KEY,
          displayName: KEY,
          horizontalLocation: "right",
          verticalLocation: "top",
          teachingMoment: false,
          component: Item,
        }),
        explorer.addEntityCommand<object>({
          predicate: (entity): entity is object => markOf(entity) !== undefined,
          getCommand: (entity) => ({
            type: "action" as const,
            displayName: "Open in Head Artist",
            icon: PersonRegular,
            execute() {
              session.select(markOf(entity)!.id);
              bringUp();
            },
          }),
        }),
      ];
      return {
        dispose() {
          for (const registration of registrations) registration.dispose();
          sceneObserver.remove();
          directors.get().director?.dispose();
          session.dispose();
        },
      };
    },
  };
}
