import { FluentProvider, makeStyles, Subtitle1, tokens } from "@fluentui/react-components";
import { createRoot } from "react-dom/client";
import { Panel } from "../panel/panel.tsx";
import { useSystemTheme } from "../panel/use-system-theme.ts";
import { createDirector } from "../scene/director.ts";
import { createStage } from "../scene/stage.ts";
import { openSession } from "../state/session.ts";
import { connect } from "./connect.ts";
import { createInspectorKey } from "./inspector-key.ts";
import { Toolbar } from "./toolbar.tsx";
import { createViewport } from "./viewport.ts";

const canvas = document.querySelector<HTMLCanvasElement>("#viewport canvas")!;
const viewport = await createViewport(canvas);
const session = openSession({ ...(await connect()), memory: localStorage, secrets: sessionStorage });
const { scene, framing, wake } = viewport;
const stage = createStage({ scene, single: true, onSight: framing.see, onStir: wake });
const director = createDirector({ session, stage, single: true });
const inspector = createInspectorKey(viewport, session);

session.store.subscribe(viewport.wake);
stage.store.subscribe(viewport.wake);
stage.history.store.subscribe(viewport.wake);
session.onLive(viewport.wake);
// What is changed in the Inspector tells nobody: the scene is drawn for as long as it is open.
viewport.drawWhile(() => inspector.store.get().open || stage.puppet.moves());
inspector.store.subscribe(viewport.wake);

// The chosen head is what one looks at, finished or in the making.
let current = session.store.get().current;
session.store.subscribe(() => {
  const state = session.store.get();
  if (state.current === current) return;
  current = state.current;
  void director.show(state.heads.find(({ id }) => id === current));
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
  <Toolbar viewport={viewport} inspector={inspector} stage={stage} />,
);
