import {
  FluentProvider,
  Toolbar as FluentToolbar,
  makeStyles,
  Text,
  ToggleButton,
  webDarkTheme,
} from "@fluentui/react-components";
import { ArrowRotateClockwiseRegular, BugRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useStore } from "../panel/use-store.ts";
import type { Stage } from "../scene/stage.ts";
import type { InspectorKey } from "./inspector-key.ts";
import type { Viewport } from "./viewport.ts";

const useStyles = makeStyles({
  layer: { position: "relative", height: "100%", background: "transparent" },
  tools: { display: "inline-flex", pointerEvents: "auto" },
  hint: { position: "absolute", inset: "0", display: "grid", placeItems: "center", padding: "0 24px" },
});

export interface ToolbarProps {
  viewport: Viewport;
  inspector: InspectorKey;
  stage: Stage;
}

/** What lies over the viewport: turntable, Inspector, and what to do while there is no head. */
export function Toolbar({ viewport, inspector, stage }: ToolbarProps) {
  const { camera } = viewport;
  const styles = useStyles();
  const [turning, setTurning] = useState(camera.useAutoRotationBehavior);
  const { open, loading } = useStore(inspector.store);
  const { empty } = useStore(stage.store);
  return (
    <FluentProvider theme={webDarkTheme} className={styles.layer}>
      {empty && (
        <div className={styles.hint}>
          <Text size={400} align="center">
            Describe a head and watch it grow here, or pick one from the gallery.
          </Text>
        </div>
      )}
      <FluentToolbar aria-label="View" className={styles.tools}>
        <ToggleButton
          appearance="subtle"
          icon={<ArrowRotateClockwiseRegular />}
          checked={turning}
          onClick={() => {
            camera.useAutoRotationBehavior = !turning;
            if (camera.autoRotationBehavior) camera.autoRotationBehavior.idleRotationSpeed = 0.4;
            viewport.wake();
            setTurning(!turning);
          }}
        >
          Turntable
        </ToggleButton>
        <ToggleButton
          appearance="subtle"
          icon={<BugRegular />}
          checked={open}
          disabled={loading}
          title="Inspector (key I)"
          onClick={inspector.toggle}
        >
          Inspector
        </ToggleButton>
      </FluentToolbar>
    </FluentProvider>
  );
}
