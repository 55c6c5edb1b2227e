import { makeStyles, tokens } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Director } from "../scene/director.ts";
import type { Session } from "../state/session.ts";
import { Current } from "./current.tsx";
import { Driving } from "./driving.tsx";
import { Gallery } from "./gallery.tsx";
import { ImportForm } from "./import-form.tsx";
import { Notices } from "./notices.tsx";
import { Parts } from "./parts.tsx";
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
    width: "100%",
    height: "100%",
    minHeight: 0,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
  },
  scrolled: {
    display: "flex",
    flexDirection: "column",
    flexGrow: 1,
    minHeight: 0,
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalM,
    overflowY: "auto",
    "> *": { flexShrink: 0 },
  },
});

/** CSS pixels from the top within which a panel that is scrolled shows most of its first field. */
const NEAR_TOP = 120;

/** The whole panel. It keeps nothing itself: everything it shows lives in the session and the director. */
export function Panel({ session, director }: PanelProps) {
  const styles = useStyles();
  const { connection } = useStore(session.store);
  const scrolled = useRef<HTMLDivElement>(null);
  const told = connection !== "online";
  // A notice comes between: what is cut off at the top would seem to lie behind it.
  useEffect(() => {
    if (told && scrolled.current && scrolled.current.scrollTop < NEAR_TOP) scrolled.current.scrollTop = 0;
  }, [told]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") director.stage.giveUp();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere in the panel ends the wait for a click.
    <div className={styles.panel} onKeyDown={onKeyDown} data-testid="headartist-panel">
      <Notices session={session} stage={director.stage} />
      <div ref={scrolled} className={styles.scrolled}>
        <PromptForm session={session} director={director} disabled={connection !== "online"} />
        <Parts session={session} disabled={connection !== "online"} />
        {session.importHead && <ImportForm session={session} director={director} disabled={connection !== "online"} />}
        <SceneBar stage={director.stage} />
        <Current session={session} director={director} />
        <Driving puppet={director.stage.puppet} />
        <Variations session={session} />
        <Gallery session={session} />
      </div>
    </div>
  );
}
