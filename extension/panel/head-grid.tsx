import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Head } from "../service-types.ts";
import { stateName } from "../state/progress-text.ts";
import type { Session } from "../state/session.ts";
import { Thumbnail } from "./thumbnail.tsx";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  grid: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(84px, 1fr))",
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: "none",
  },
  wide: { gridTemplateColumns: "repeat(2, 1fr)" },
  tile: {
    display: "block",
    width: "100%",
    padding: "2px",
    border: `2px solid transparent`,
    borderRadius: tokens.borderRadiusLarge,
    background: "none",
    color: "inherit",
    font: "inherit",
    cursor: "pointer",
    ':hover:not([aria-pressed="true"])': { border: `2px solid ${tokens.colorNeutralStroke1Hover}` },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  chosen: { border: `2px solid ${tokens.colorBrandStroke1}` },
});

export interface HeadGridProps {
  session: Session;
  heads: readonly Head[];
  label: string;
  /** Two large tiles a row. */
  wide?: boolean;
}

/** Heads to choose one from. */
export function HeadGrid({ session, heads, label, wide }: HeadGridProps) {
  const styles = useStyles();
  const { current } = useStore(session.store);
  return (
    <ul className={mergeClasses(styles.grid, wide && styles.wide)} aria-label={label}>
      {heads.map((head) => (
        <li key={head.id}>
          <button
            type="button"
            className={mergeClasses(styles.tile, head.id === current && styles.chosen)}
            aria-pressed={head.id === current}
            aria-label={`${head.request.name ?? head.request.prompt}, seed ${head.request.seed}, ${stateName(head.state)}`}
            title={head.request.prompt}
            onClick={() => session.select(head.id)}
          >
            <Thumbnail session={session} head={head} />
          </button>
        </li>
      ))}
    </ul>
  );
}
