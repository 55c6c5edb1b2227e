import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowRedoRegular, ArrowUndoRegular } from "@fluentui/react-icons";
import type { Stage } from "../scene/stage.ts";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({ bar: { display: "flex", gap: tokens.spacingHorizontalS } });

/** Undo and redo of what was placed, and the wait for a click in the scene. */
export function SceneBar({ stage }: { stage: Stage }) {
  const styles = useStyles();
  const { picking } = useStore(stage.store);
  const { undo, redo } = useStore(stage.history.store);
  return (
    <>
      {picking && (
        <MessageBar intent="info" politeness="assertive">
          <MessageBarBody>Click in the scene where the head shall stand.</MessageBarBody>
          <MessageBarActions>
            <Button onClick={stage.giveUp}>Cancel</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {(undo || redo) && (
        <div className={styles.bar}>
          <Button
            icon={<ArrowUndoRegular />}
            disabled={!undo}
            title={undo && `Undo: ${undo}`}
            onClick={stage.history.undo}
          >
            Undo
          </Button>
          <Button
            icon={<ArrowRedoRegular />}
            disabled={!redo}
            title={redo && `Redo: ${redo}`}
            onClick={stage.history.redo}
          >
            Redo
          </Button>
        </div>
      )}
    </>
  );
}
