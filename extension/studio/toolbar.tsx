import { FluentProvider, Toolbar as FluentToolbar, ToggleButton, webDarkTheme } from "@fluentui/react-components";
import { ArrowRotateClockwiseRegular, BugRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useStore } from "../panel/use-store.ts";
import type { InspectorKey } from "./inspector-key.ts";
import type { Viewport } from "./viewport.ts";

/** Turntable and Inspector. */
export function Toolbar({ viewport: { camera }, inspector }: { viewport: Viewport; inspector: InspectorKey }) {
  const [turning, setTurning] = useState(camera.useAutoRotationBehavior);
  const { open, loading } = useStore(inspector.store);
  return (
    <FluentProvider theme={webDarkTheme} style={{ background: "transparent" }}>
      <FluentToolbar aria-label="View">
        <ToggleButton
          appearance="subtle"
          icon={<ArrowRotateClockwiseRegular />}
          checked={turning}
          onClick={() => {
            camera.useAutoRotationBehavior = !turning;
            if (camera.autoRotationBehavior) camera.autoRotationBehavior.idleRotationSpeed = 0.4;
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
