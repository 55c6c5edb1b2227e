import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import type { KeyboardEvent } from "react";
import type { Director } from "../scene/director.ts";
import type { Session } from "../state/session.ts";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Current } from "./current.tsx";
import { Gallery } from "./gallery.tsx";
import { PromptForm } from "./prompt-form.tsx";
import { SceneBar } from "./scene-bar.tsx";
import { useStore } from "./use-store.ts";
import { Variations } from "./variations.tsx";

export interface PanelProps {
  session: Session;
  director: Director;
}

const useStyles = makeStyles({
  panel: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalM,
    boxSizing: "border-box",
    width: "100%",
    height: "100%",
    minHeight: 0,
    overflowY: "auto",
    "> *": { flexShrink: 0 },
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
  },
});

/** The whole panel. It keeps nothing itself: everything it shows lives in the session and the director. */
export function Panel({ session, director }: PanelProps) {
  const styles = useStyles();
  const { connection, trouble } = useStore(session.store);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") director.stage.giveUp();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere in the panel ends the wait for a click.
    <div className={styles.panel} onKeyDown={onKeyDown} data-testid="headartist-panel">
      <ConnectionNotice session={session} />
      {trouble && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {trouble.message} {trouble.remedy}
          </MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                icon={<DismissRegular />}
                aria-label="Dismiss"
                onClick={session.dismissTrouble}
              />
            }
          />
        </MessageBar>
      )}
      <PromptForm session={session} director={director} disabled={connection !== "online"} />
      <SceneBar stage={director.stage} />
      <Current session={session} director={director} />
      <Variations session={session} />
      <Gallery session={session} />
    </div>
  );
}
