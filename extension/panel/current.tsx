import { Body1Strong, Button, Caption1, makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import {
  AddRegular,
  ArrowDownloadRegular,
  DeleteRegular,
  PauseRegular,
  PlayRegular,
  SparkleRegular,
  StopRegular,
} from "@fluentui/react-icons";
import { useEffect, useRef, useState } from "react";
import { isImported } from "../api/import-head.ts";
import type { Director } from "../scene/director.ts";
import type { Head, Progress } from "../service-types.ts";
import type { ConnectionState } from "../state/panel-state.ts";
import { isUnfinished, stageName, stateName, timeLeft } from "../state/progress-text.ts";
import type { Session } from "../state/session.ts";
import { betterPreset } from "../state/settings.ts";
import { EditForm } from "./edit-form.tsx";
import { fileName } from "./file-name.ts";
import { saveFile } from "./save-file.ts";
import { Thumbnail } from "./thumbnail.tsx";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  card: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  picture: { width: "100%", maxWidth: "220px", alignSelf: "center" },
  row: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  prompt: { overflowWrap: "anywhere" },
});

interface CurrentProps {
  session: Session;
  director: Director;
}

/** The head the panel is about: how far it is, and what can be done with it. */
export function Current({ session, director }: CurrentProps) {
  const styles = useStyles();
  const { heads, current, progress, connection } = useStore(session.store);
  const card = useRef<HTMLElement>(null);
  const head = heads.find(({ id }) => id === current);
  const underWay = head && isUnfinished(head.state) ? head.id : undefined;
  // What was just asked for comes into view; choosing in the gallery does not move the gallery away.
  // Again with the first of its progress, by which the card grows.
  const begun = Boolean(underWay && progress[underWay]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun is no input, it says when.
  useEffect(() => {
    if (underWay) card.current?.scrollIntoView({ block: "nearest" });
  }, [underWay, begun]);
  if (!head) return null;
  const { id, state, request, error } = head;
  return (
    <section ref={card} className={styles.card} aria-label="Chosen head">
      <Body1Strong className={styles.prompt}>{request.name ?? request.prompt}</Body1Strong>
      <Caption1>
        {request.preset}, seed {request.seed}
      </Caption1>
      {state === "done" ? (
        <div className={styles.picture}>
          <Thumbnail session={session} head={head} />
        </div>
      ) : (
        <Standing head={head} progress={progress[id]} connection={connection} />
      )}
      {error && (
        <div role="alert">
          <Text block>{error.message}</Text>
          <Caption1 block>{error.remedy}</Caption1>
        </div>
      )}
      <div className={styles.row}>
        {(state === "running" || state === "queued") && (
          <Button icon={<PauseRegular />} onClick={() => session.act("pause", id)}>
            Pause
          </Button>
        )}
        {(state === "paused" || state === "cancelled" || state === "failed") && (
          <Button icon={<PlayRegular />} onClick={() => session.act("resume", id)}>
            Go on
          </Button>
        )}
        {isUnfinished(state) && (
          <Button icon={<StopRegular />} disabled={state === "cancelling"} onClick={() => session.act("cancel", id)}>
            Cancel
          </Button>
        )}
        {state === "done" && <DoneActions session={session} director={director} head={head} />}
        {!isUnfinished(state) && <DeleteButton key={id} onDelete={() => session.act("delete", id)} />}
      </div>
      {state === "done" && <EditForm session={session} director={director} head={head} />}
    </section>
  );
}

function DoneActions({ session, director, head }: CurrentProps & { head: Head }) {
  const { packs } = useStore(session.store);
  const better = betterPreset(head.request.preset);
  const offered = packs.find(({ name }) => name === head.request.pack)?.presets ?? [];
  const download = async () => {
    try {
      const file = await session.client.file("readGlb", head.id);
      saveFile(file!.blob, fileName(head));
    } catch (error) {
      session.report(error);
    }
  };
  return (
    <>
      <Button
        appearance="primary"
        icon={<AddRegular />}
        title="Sets the head down where the form says (Where it stands); can be undone"
        onClick={() => director.place(head)}
      >
        Place in the scene
      </Button>
      <Button icon={<ArrowDownloadRegular />} onClick={download}>
        Download
      </Button>
      {better && offered.includes(better) && !isImported(head) && (
        <Button icon={<SparkleRegular />} onClick={() => director.refine(head)}>
          Refine
        </Button>
      )}
    </>
  );
}

/** Its second click deletes: there is no way back. */
function DeleteButton({ onDelete }: { onDelete: () => void }) {
  const [asked, setAsked] = useState(false);
  return (
    <Button
      icon={<DeleteRegular />}
      appearance={asked ? "primary" : "secondary"}
      onBlur={() => setAsked(false)}
      onClick={asked ? onDelete : () => setAsked(true)}
    >
      {asked ? "Delete for good" : "Delete"}
    </Button>
  );
}

interface StandingProps {
  head: Head;
  progress: Progress | undefined;
  connection: ConnectionState;
}

/** One bar for the whole head; only a new stage is read out, not every step. */
function Standing({ head, progress, connection }: StandingProps) {
  const running = head.state === "running" && progress;
  // A bar without a value moves: only where something is under way and nobody knows how far it is.
  const share = progress ? progress.done : head.state === "running" ? undefined : 0;
  return (
    <>
      <Text aria-live="polite">{running ? stageName(progress) : stateName(head.state)}</Text>
      {isUnfinished(head.state) && <ProgressBar value={share} thickness="large" aria-label="Progress of the head" />}
      {running && (
        <Caption1>
          {Math.floor(100 * progress.done)} %,{" "}
          {connection === "online" ? timeLeft(progress.eta) : "waiting for the service"}
        </Caption1>
      )}
    </>
  );
}
