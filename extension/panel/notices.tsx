import {
  Button,
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import type { Stage } from "../scene/stage.ts";
import type { Session } from "../state/session.ts";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Dismiss } from "./dismiss.tsx";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  notices: {
    display: "flex",
    flexDirection: "column",
    flexShrink: 0,
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    // What is scrolled ends at a line, and not behind the notice.
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    ":empty": { display: "none" },
  },
});

interface NoticesProps {
  session: Session;
  stage: Stage;
}

/** What the user has to know or do now, above everything that scrolls. */
export function Notices({ session, stage }: NoticesProps) {
  const styles = useStyles();
  const { trouble } = useStore(session.store);
  const { picking } = useStore(stage.store);
  return (
    <div className={styles.notices}>
      <ConnectionNotice session={session} />
      {trouble && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {trouble.message}
            <Caption1 block>{trouble.remedy}</Caption1>
          </MessageBarBody>
          <Dismiss onClick={session.dismissTrouble} />
        </MessageBar>
      )}
      {picking && (
        <MessageBar intent="info" layout="multiline" politeness="assertive">
          <MessageBarBody>Click in the scene where the head shall stand.</MessageBarBody>
          <MessageBarActions>
            <Button onClick={stage.giveUp}>Cancel</Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  );
}
