import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowRedoRegular, ArrowUndoRegular } from "@fluentui/react-icons";
import type { Stage } from "../scene/stage.ts";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({ bar: { display: "flex", gap: tokens.spacingHorizontalS } });

/** Undo and redo of what was placed. */
export function SceneBar({ stage: { history } }: { stage: Stage }) {
  const styles = useStyles();
  const { undo, redo } = useStore(history.store);
  if (!undo && !redo) return null;
  return (
    <div className={styles.bar}>
      <Button icon={<ArrowUndoRegular />} disabled={!undo} title={undo && `Undo: ${undo}`} onClick={history.undo}>
        Undo
      </Button>
      <Button icon={<ArrowRedoRegular />} disabled={!redo} title={redo && `Redo: ${redo}`} onClick={history.redo}>
        Redo
      </Button>
    </div>
  );
}
