import {
  Button,
  Field,
  Input,
  makeStyles,
  Select,
  SpinButton,
  Textarea,
  ToggleButton,
  tokens,
} from "@fluentui/react-components";
import { ArrowShuffleRegular, LockClosedRegular, LockOpenRegular, SparkleRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, useRef } from "react";
import type { Director } from "../scene/director.ts";
import { LIMITS } from "../service-types.ts";
import { checkText } from "../state/check-text.ts";
import { chosenPack, chosenPreset } from "../state/packs.ts";
import type { Session } from "../state/session.ts";
import { isSeed, type Place, PRESET_NAMES, type Preset, randomSeed } from "../state/settings.ts";
import { complete, completions } from "../state/words.ts";
import { PromptReport } from "./prompt-report.tsx";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  row: { display: "flex", gap: tokens.spacingHorizontalM, alignItems: "end", flexWrap: "wrap" },
  grow: { flex: "1 1 108px", minWidth: 0 },
  narrow: { minWidth: 0, width: "100%", boxSizing: "border-box" },
  words: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
});

const PLACE_NAMES: Record<Place, string> = {
  origin: "At the origin",
  point: "Where I click",
  selection: "On the selection",
};

export interface PromptFormProps {
  session: Session;
  director: Director;
  disabled: boolean;
}

/** What the head shall look like. Ctrl+Enter in the prompt asks for it. */
export function PromptForm({ session, director, disabled }: PromptFormProps) {
  const styles = useStyles();
  const state = useStore(session.store);
  const { settings, vocabulary, asking, packs, missingPacks } = state;
  const text = useRef<HTMLTextAreaElement>(null);
  const { prompt, negative, seed, seedLocked, variations, place } = settings;
  const pack = chosenPack(state);
  const preset = chosenPreset(state);
  const { fits, fault } = checkText(prompt);
  const ready = !disabled && !asking && fits;
  const submit = () => {
    if (ready) void director.generate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };
  const words = completions(prompt, vocabulary);
  return (
    <form
      className={styles.form}
      aria-label="New head"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        label="Prompt"
        hint="Ctrl+Enter makes the head"
        validationState={fault ? "warning" : "none"}
        validationMessage={fault}
      >
        <Textarea
          ref={text}
          value={prompt}
          textarea={{ rows: 3 }}
          resize="vertical"
          placeholder="an old dwarf with a braided red beard"
          onKeyDown={onKeyDown}
          onChange={(_, { value }) => session.change({ prompt: value })}
        />
      </Field>
      {words.length > 0 && (
        <fieldset className={styles.words} aria-label="Suggestions" style={{ border: 0, margin: 0, padding: 0 }}>
          {words.map((word) => (
            <Button
              key={word}
              size="small"
              shape="circular"
              onClick={() => {
                session.change({ prompt: complete(prompt, word) });
                // The chip goes; one types on where its word now stands.
                text.current?.focus();
              }}
            >
              {word}
            </Button>
          ))}
        </fieldset>
      )}
      <PromptReport session={session} />
      <Field label="Not this">
        <Input
          value={negative}
          maxLength={LIMITS.text}
          placeholder="blurry, low quality"
          onChange={(_, { value }) => session.change({ negative: value })}
        />
      </Field>
      <div className={styles.row}>
        <Field label="Seed" className={styles.grow}>
          <SpinButton
            className={styles.narrow}
            value={seed}
            min={0}
            max={LIMITS.seed}
            onChange={(_, { value, displayValue }) => {
              const next = value ?? Number(displayValue);
              if (isSeed(next)) session.change({ seed: next, seedLocked: true });
            }}
          />
        </Field>
        <ToggleButton
          checked={seedLocked}
          icon={seedLocked ? <LockClosedRegular /> : <LockOpenRegular />}
          aria-label="Keep the seed"
          title={seedLocked ? "The seed stays" : "Every head draws a new seed"}
          onClick={() => session.change({ seedLocked: !seedLocked })}
        />
        <Button
          icon={<ArrowShuffleRegular />}
          aria-label="Draw a seed"
          title="Draw a seed"
          onClick={() => session.change({ seed: randomSeed(), seedLocked: true })}
        />
      </div>
      {packs.length + missingPacks.length > 1 && (
        <Field
          label="Model pack"
          validationState={missingPacks.length > 0 ? "warning" : "none"}
          validationMessage={missingPacks.length > 0 ? missingText(missingPacks) : undefined}
        >
          <Select
            className={styles.narrow}
            value={pack?.name}
            onChange={(_, { value }) => session.change({ pack: value })}
          >
            {packs.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
            {missingPacks.map((name) => (
              <option key={name} disabled>
                {name} (missing)
              </option>
            ))}
          </Select>
        </Field>
      )}
      <div className={styles.row}>
        <Field label="Preset" className={styles.grow}>
          <Select
            className={styles.narrow}
            value={preset}
            onChange={(_, { value }) => session.change({ preset: value as Preset })}
          >
            {(pack?.presets ?? [preset]).map((name) => (
              <option key={name} value={name}>
                {PRESET_NAMES[name]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Variations" className={styles.grow}>
          <Select
            className={styles.narrow}
            value={String(variations)}
            onChange={(_, { value }) => session.change({ variations: Number(value) })}
          >
            {["1", "2", "3", "4"].map((count) => (
              <option key={count}>{count}</option>
            ))}
          </Select>
        </Field>
        <Field label="Where it stands" className={styles.grow}>
          <Select
            className={styles.narrow}
            value={director.stage.places.includes(place) ? place : "origin"}
            onChange={(_, { value }) => session.change({ place: value as Place })}
          >
            {director.stage.places.map((name) => (
              <option key={name} value={name}>
                {PLACE_NAMES[name]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Button type="submit" appearance="primary" icon={<SparkleRegular />} disabled={!ready}>
        {variations === 1 ? "Make the head" : `Make ${variations} heads`}
      </Button>
    </form>
  );
}

function missingText(names: readonly string[]): string {
  const [last, ...others] = [...names].reverse();
  const all = others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
  return `The folder of ${all} is not there: put it back, or take the pack out with “models remove”.`;
}
