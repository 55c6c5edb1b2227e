import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Caption1,
  makeStyles,
  SearchBox,
  Slider,
  Switch,
  ToggleButton,
  tokens,
} from "@fluentui/react-components";
import { ArrowResetRegular, EyeRegular, HeartPulseRegular, MicRegular, StopRegular } from "@fluentui/react-icons";
import { useState } from "react";
import type { Puppet } from "../scene/puppet.ts";
import { groupExpressions, labelOf } from "../state/expressions.ts";
import { Heading } from "./heading.tsx";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  section: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  row: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  slider: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(60px, 1fr) 3ch",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
  },
  label: { overflowWrap: "anywhere" },
  share: { textAlign: "right", fontVariantNumeric: "tabular-nums" },
  narrow: { minWidth: 0, width: "100%", maxWidth: "none", boxSizing: "border-box" },
});

/** What moves the head in the scene: expressions, gaze, blinks, speech. */
export function Driving({ puppet }: { puppet: Puppet }) {
  const styles = useStyles();
  const { names, still, mirrored, following, idle, speaking } = useStore(puppet.store);
  if (names.length === 0 && !still) return null;
  return (
    <section className={styles.section} aria-label="Expression">
      <Heading>Expression</Heading>
      {still ? (
        <Caption1>
          This head has no expressions: it is one surface, or was made without morph targets. Heads of layers have them.
        </Caption1>
      ) : (
        <>
          <div className={styles.row}>
            <Button
              icon={speaking ? <StopRegular /> : <MicRegular />}
              title="Moves the mouth through a line, without sound"
              onClick={() => puppet.speak()}
            >
              {speaking ? "Stop speech" : "Test speech"}
            </Button>
            <ToggleButton
              icon={<EyeRegular />}
              checked={following}
              onClick={() => puppet.change({ following: !following })}
            >
              Look at the mouse
            </ToggleButton>
            <ToggleButton icon={<HeartPulseRegular />} checked={idle} onClick={() => puppet.change({ idle: !idle })}>
              Blink and breathe
            </ToggleButton>
            <Button icon={<ArrowResetRegular />} onClick={() => puppet.reset()}>
              Reset
            </Button>
          </div>
          <Switch
            label="Both sides at once"
            checked={mirrored}
            onChange={(_, { checked }) => puppet.change({ mirrored: checked })}
          />
          <Expressions puppet={puppet} />
        </>
      )}
    </section>
  );
}

function Expressions({ puppet }: { puppet: Puppet }) {
  const styles = useStyles();
  const { names, weights } = useStore(puppet.store);
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<string[]>([]);
  const groups = groupExpressions(names, search);
  const found = search.trim() !== "";
  return (
    <>
      <SearchBox
        className={styles.narrow}
        value={search}
        aria-label="Search expressions"
        placeholder="smile, blink, viseme …"
        onChange={(_, { value }) => setSearch(value)}
      />
      {groups.length === 0 && <Caption1 role="status">No expression is called that.</Caption1>}
      <Accordion
        multiple
        collapsible
        openItems={found ? groups.map(({ title }) => title) : open}
        onToggle={(_, { openItems }) => setOpen(openItems as string[])}
      >
        {groups.map(({ title, names: own }) => (
          <AccordionItem key={title} value={title}>
            <AccordionHeader size="small">
              {title} ({own.length})
            </AccordionHeader>
            <AccordionPanel>
              {own.map((name) => (
                <ExpressionSlider key={name} name={name} weight={weights[name] ?? 0} onChange={puppet.set} />
              ))}
            </AccordionPanel>
          </AccordionItem>
        ))}
      </Accordion>
    </>
  );
}

interface ExpressionSliderProps {
  name: string;
  weight: number;
  onChange: (name: string, weight: number) => void;
}

function ExpressionSlider({ name, weight, onChange }: ExpressionSliderProps) {
  const styles = useStyles();
  const percent = Math.round(100 * weight);
  return (
    <div className={styles.slider} title={name}>
      <Caption1 className={styles.label}>{labelOf(name)}</Caption1>
      <Slider
        className={styles.narrow}
        size="small"
        min={0}
        max={100}
        value={percent}
        aria-label={labelOf(name)}
        aria-valuetext={`${percent} %`}
        onChange={(_, { value }) => onChange(name, value / 100)}
      />
      <Caption1 className={styles.share} aria-hidden>
        {percent}
      </Caption1>
    </div>
  );
}
