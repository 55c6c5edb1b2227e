import { FluentProvider, makeStyles, Subtitle1, tokens } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { Panel } from "../panel/panel.tsx";
import { useSystemTheme } from "../panel/use-system-theme.ts";
import { createDirector } from "../scene/director.ts";
import { createStage } from "../scene/stage.ts";
import { openSession } from "../state/session.ts";
import { createInspectorKey } from "./inspector-key.ts";
import { takeToken } from "./take-token.ts";
import { Toolbar } from "./toolbar.tsx";
import { createViewport } from "./viewport.ts";

const canvas = document.querySelector<HTMLCanvasElement>("#viewport canvas")!;
const viewport = createViewport(canvas);
const session = openSession({
  url: location.origin,
  token: takeToken(),
  memory: localStorage,
  secrets: sessionStorage,
});
const stage = createStage({ scene: viewport.scene, single: true });
const director = createDirector({ session, stage, together: true });
const inspector = createInspectorKey(viewport, session);

// A finished head stands on the floor as soon as it is chosen.
let current = session.store.get().current;
session.store.subscribe(() => {
  const state = session.store.get();
  if (state.current === current) return;
  current = state.current;
  const head = state.heads.find(({ id }) => id === current);
  if (head?.state === "done") void director.place(head);
});

const useStyles = makeStyles({
  page: { height: "100%", display: "flex", flexDirection: "column" },
  title: {
    margin: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

function Studio() {
  const styles = useStyles();
  return (
    <FluentProvider theme={useSystemTheme()} className={styles.page}>
      <Subtitle1 as="h1" className={styles.title}>
        Head Artist
      </Subtitle1>
      <Panel session={session} director={director} />
    </FluentProvider>
  );
}

createRoot(document.querySelector("#panel")!).render(<Studio />);
createRoot(document.querySelector("#toolbar")!).render(
  <Toolbar viewport={viewport} inspector={inspector} session={session} />,
);
