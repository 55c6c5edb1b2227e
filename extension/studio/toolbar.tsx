import {
  FluentProvider,
  Toolbar as FluentToolbar,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Select,
  Text,
  ToggleButton,
  ToolbarButton,
  tokens,
  webDarkTheme,
} from "@fluentui/react-components";
import {
  ArrowRotateClockwiseRegular,
  BugRegular,
  FullScreenMaximizeRegular,
  PaintBrushRegular,
} from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { Dismiss } from "../panel/dismiss.tsx";
import { useStore } from "../panel/use-store.ts";
import type { Stage } from "../scene/stage.ts";
import type { InspectorKey } from "./inspector-key.ts";
import { LIGHT_NAMES, LIGHT_STAGES, type LightName } from "./light/stages.ts";
import { onKey } from "./on-key.ts";
import type { Viewport } from "./viewport.ts";

const useStyles = makeStyles({
  layer: { position: "relative", height: "100%", background: "transparent" },
  // Not clear: white words would stand on a white hat.
  tools: {
    display: "inline-flex",
    flexWrap: "wrap",
    pointerEvents: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackgroundAlpha,
  },
  notice: { width: "fit-content", maxWidth: "100%", pointerEvents: "auto" },
  hint: { position: "absolute", inset: "0", display: "grid", placeItems: "center", padding: "0 24px" },
});

export interface ToolbarProps {
  viewport: Viewport;
  inspector: InspectorKey;
  stage: Stage;
}

/** What lies over the viewport: turntable, light, materials, Inspector, and what to do while there is no head. */
export function Toolbar({ viewport, inspector, stage }: ToolbarProps) {
  const { camera, framing } = viewport;
  const styles = useStyles();
  const [turning, setTurning] = useState(camera.useAutoRotationBehavior);
  const { open, loading } = useStore(inspector.store);
  const { empty, materials } = useStore(stage.store);
  const [notice, setNotice] = useState(viewport.notice);
  const [light, setLight] = useState(viewport.light);
  useEffect(() => {
    viewport.light = light;
    const at = LIGHT_NAMES.indexOf(light);
    return onKey("l", () => setLight(LIGHT_NAMES[(at + 1) % LIGHT_NAMES.length]));
  }, [viewport, light]);
  const shade = () => stage.shade(materials === "viewport" ? "gltf" : "viewport");
  useEffect(() => onKey("m", shade));
  const frame = () => {
    framing.reset();
    viewport.wake();
  };
  useEffect(() => onKey("f", frame));
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
        <ToolbarButton
          icon={<FullScreenMaximizeRegular />}
          disabled={empty}
          aria-label="Show the whole head"
          title="Show the whole head (key F)"
          onClick={frame}
        />
        <ToggleButton
          appearance="subtle"
          icon={<PaintBrushRegular />}
          checked={materials === "viewport"}
          title="Skin, eyes and hair by shaders of the viewport, or as any glTF viewer shows them (key M)"
          onClick={shade}
        >
          Materials
        </ToggleButton>
        <Select
          aria-label="Light"
          title="Light (key L)"
          appearance="filled-darker"
          value={light}
          onChange={(_, { value }) => setLight(value as LightName)}
        >
          {LIGHT_NAMES.map((name) => (
            <option key={name} value={name}>
              {LIGHT_STAGES[name].label}
            </option>
          ))}
        </Select>
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
      {notice && (
        <MessageBar intent="warning" layout="multiline" className={styles.notice}>
          <MessageBarBody>{notice}</MessageBarBody>
          <Dismiss onClick={() => setNotice(undefined)} />
        </MessageBar>
      )}
    </FluentProvider>
  );
}
