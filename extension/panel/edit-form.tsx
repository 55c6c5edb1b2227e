import { Button, Caption1, Field, makeStyles, Select, Slider, Textarea, tokens } from "@fluentui/react-components";
import { ArrowUndoRegular, EditRegular } from "@fluentui/react-icons";
import type { KeyboardEvent } from "react";
import type { Director } from "../scene/director.ts";
import type { Head } from "../service-types.ts";
import { checkText } from "../state/check-text.ts";
import { EDIT_PARTS, EDIT_REGIONS, type EditDraft } from "../state/edits.ts";
import type { Session } from "../state/session.ts";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  row: { display: "flex", gap: tokens.spacingHorizontalM, flexWrap: "wrap" },
  grow: { flex: "1 1 90px", minWidth: 0 },
  origin: { display: "flex", flexDirection: "column", alignItems: "start", gap: tokens.spacingVerticalXS },
  narrow: { minWidth: 0, width: "100%", boxSizing: "border-box" },
});

const PART_NAMES = { both: "Both", shape: "Shape", color: "Colour" };

/** Changes the chosen head by text; what the text was understood as is shown, and can be written anew. */
export function EditForm({ session, director, head }: { session: Session; director: Director; head: Head }) {
  const styles = useStyles();
  const { draft, asking, connection } = useStore(session.store);
  const { instruction, prompt } = draft;
  const { fits, fault } = checkText(instruction);
  const description = checkText(prompt);
  const ready = connection === "online" && !asking && fits && (prompt.trim() === "" || description.fits);
  const submit = () => {
    if (ready) void director.edit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <form
      className={styles.form}
      aria-label="Edit"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {head.edit && (
        <div className={styles.origin}>
          <Caption1>Edited: {head.edit.instruction}</Caption1>
          <Button size="small" icon={<ArrowUndoRegular />} onClick={() => session.select(head.edit?.parent)}>
            Back to before
          </Button>
        </div>
      )}
      <Field
        label="Change"
        hint="The head stays; its child is made"
        validationState={fault ? "warning" : "none"}
        validationMessage={fault}
      >
        <Textarea
          value={instruction}
          rows={1}
          resize="vertical"
          placeholder="make him older"
          onKeyDown={onKeyDown}
          onChange={(_, { value }) => session.changeEdit({ instruction: value })}
        />
      </Field>
      {(instruction.trim() !== "" || prompt !== "") && (
        <Field
          label="New description"
          hint="What the child is made by; write it anew where it is not what you mean"
          validationState={description.fault ? "warning" : "none"}
          validationMessage={description.fault}
        >
          <Textarea
            value={prompt}
            textarea={{ rows: 3 }}
            resize="vertical"
            onKeyDown={onKeyDown}
            onChange={(_, { value }) => session.changeEdit({ prompt: value })}
          />
        </Field>
      )}
      {draft.onGrid === head.id && <Limits session={session} />}
      <Button type="submit" icon={<EditRegular />} disabled={!ready}>
        Make the change
      </Button>
    </form>
  );
}

/** What may change of a head on the grid, where, and how much: a head of layers changes where the words say. */
function Limits({ session }: { session: Session }) {
  const styles = useStyles();
  const { what, strength, region } = useStore(session.store).draft;
  return (
    <>
      <div className={styles.row}>
        <Field label="What changes" className={styles.grow}>
          <Select
            className={styles.narrow}
            value={what}
            onChange={(_, { value }) => session.changeEdit({ what: value as EditDraft["what"] })}
          >
            {EDIT_PARTS.map((part) => (
              <option key={part} value={part}>
                {PART_NAMES[part]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Where" className={styles.grow}>
          <Select
            className={styles.narrow}
            value={region}
            onChange={(_, { value }) => session.changeEdit({ region: value as EditDraft["region"] })}
          >
            <option value="">Whole head</option>
            {EDIT_REGIONS.map((name) => (
              <option key={name} value={name}>
                {name[0].toUpperCase() + name.slice(1)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field label={`Strength ${Math.round(100 * strength)} %`}>
        <Slider
          min={0}
          max={100}
          value={Math.round(100 * strength)}
          aria-label="Strength"
          onChange={(_, { value }) => session.changeEdit({ strength: value / 100 })}
        />
      </Field>
    </>
  );
}
