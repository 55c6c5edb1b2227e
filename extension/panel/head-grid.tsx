import { mergeClasses } from "@fluentui/react-components";
import type { Head } from "../service-types.ts";
import { stateName } from "../state/progress-text.ts";
import type { Session } from "../state/session.ts";
import { Thumbnail } from "./thumbnail.tsx";
import { useStore } from "./use-store.ts";
import { useTileStyles } from "./use-tile-styles.ts";

export interface HeadGridProps {
  session: Session;
  heads: readonly Head[];
  label: string;
  /** Two large tiles a row. */
  wide?: boolean;
}

/** Heads to choose one from. */
export function HeadGrid({ session, heads, label, wide }: HeadGridProps) {
  const styles = useTileStyles();
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
