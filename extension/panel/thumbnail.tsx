import { makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { useCallback, useRef } from "react";
import type { Head } from "../service-types.ts";
import { stateName } from "../state/progress-text.ts";
import type { Session } from "../state/session.ts";
import { usePicture } from "./use-picture.ts";

const useStyles = makeStyles({
  frame: {
    position: "relative",
    width: "100%",
    aspectRatio: "1",
    overflow: "hidden",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground4,
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    fontSize: tokens.fontSizeBase200,
    textAlign: "center",
  },
  // The service's picture is a sheet of four views above four normal maps: the first view shows.
  sheet: { position: "absolute", left: 0, top: 0, width: "400%", height: "200%" },
});

/** A finished head's face, or how far it is. */
export function Thumbnail({ session, head }: { session: Session; head: Head }) {
  const styles = useStyles();
  const { id, state, request } = head;
  const frame = useRef<HTMLDivElement>(null);
  const fetchPreview = useCallback(async () => (await session.client.file("readPreview", id))?.blob, [session, id]);
  // A sheet is large: those of a long gallery are fetched when they are scrolled to.
  const url = usePicture(frame, state === "done" ? fetchPreview : undefined);
  return (
    <div ref={frame} className={styles.frame}>
      {url && <img className={styles.sheet} src={url} alt={request.name ?? request.prompt} />}
      {!url && (state === "running" ? <Spinner size="small" aria-label="Being made" /> : stateName(state))}
    </div>
  );
}
