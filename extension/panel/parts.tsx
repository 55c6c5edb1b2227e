import { Caption1, Field, makeStyles, mergeClasses, Select, tokens } from "@fluentui/react-components";
import { useCallback, useRef, useState } from "react";
import type { PartInfo } from "../service-types.ts";
import type { Session } from "../state/session.ts";
import { isWorn, putOn, takeOff } from "../state/wear.ts";
import { usePicture } from "./use-picture.ts";
import { useStore } from "./use-store.ts";
import { useTileStyles } from "./use-tile-styles.ts";

const useStyles = makeStyles({
  summary: { cursor: "pointer", ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  inside: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    paddingTop: tokens.spacingVerticalS,
  },
  picture: {
    width: "100%",
    aspectRatio: "1",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground4,
    overflow: "hidden",
  },
  image: { width: "100%", height: "100%", display: "block" },
  name: { overflowWrap: "anywhere" },
});

/** Value of the kinds' list for an artist's own parts. */
const OWN = "own";

/** What heads can wear: a tile asks for it in the prompt, or no longer. */
export function Parts({ session, disabled }: { session: Session; disabled: boolean }) {
  const styles = useStyles();
  const tiles = useTileStyles();
  const { parts, look, settings } = useStore(session.store);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  if (parts.length === 0) return null;
  const kinds = [...new Set(parts.map(({ kind }) => kind))];
  const hasOwn = parts.some(({ own }) => own);
  const kind = chosen ?? (hasOwn ? OWN : "hat");
  const shown = parts.filter((part) => (kind === OWN ? part.own : part.kind === kind));
  const toggle = (part: PartInfo, worn: boolean) => {
    const { prompt } = settings;
    session.change({ prompt: worn ? takeOff(prompt, part) : putOn(prompt, part, parts) });
  };
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>Parts to wear</summary>
      {open && (
        <div className={styles.inside}>
          <Field label="Kind">
            <Select value={kind} onChange={(_, { value }) => setChosen(value)}>
              {hasOwn && <option value={OWN}>Your own</option>}
              {kinds.map((name) => (
                <option key={name} value={name}>
                  {name[0].toUpperCase() + name.slice(1)}
                </option>
              ))}
            </Select>
          </Field>
          <ul className={tiles.grid} aria-label="Parts">
            {shown.map((part) => {
              const worn = isWorn(part, look);
              return (
                <li key={part.id}>
                  <button
                    type="button"
                    className={mergeClasses(tiles.tile, tiles.stacked, worn && tiles.chosen)}
                    aria-pressed={worn}
                    disabled={disabled}
                    title={`${part.words.join(", ")} (${part.licence}, ${part.source})`}
                    onClick={() => toggle(part, worn)}
                  >
                    <Picture session={session} id={part.id} />
                    <Caption1 className={styles.name}>{part.words[0]}</Caption1>
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </details>
  );
}

/** A part's picture, fetched when it is scrolled to: the service draws it then. */
function Picture({ session, id }: { session: Session; id: string }) {
  const styles = useStyles();
  const frame = useRef<HTMLDivElement>(null);
  const fetchPicture = useCallback(async () => (await session.client.file("readPartPicture", id))?.blob, [session, id]);
  const url = usePicture(frame, fetchPicture);
  return (
    <div ref={frame} className={styles.picture}>
      {url && <img className={styles.image} src={url} alt="" />}
    </div>
  );
}
