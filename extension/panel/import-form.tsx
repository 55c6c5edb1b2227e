import { Button, Caption1, Field, makeStyles, Select, tokens } from "@fluentui/react-components";
import { ArrowImportRegular } from "@fluentui/react-icons";
import { useEffect, useRef, useState } from "react";
import { FITS, type Fit } from "../api/import-head.ts";
import type { PromptFormProps } from "./prompt-form.tsx";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  inside: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  summary: { cursor: "pointer", ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
});

const FIT_NAMES: Record<Fit, string> = {
  wrap: "Its face, with expressions of ours",
  face: "Its face, as it is",
  box: "Its box, where it has no face",
};

/** A head of a character's file, which is chosen here or dropped anywhere on the page. */
export function ImportForm({ session, director, disabled }: PromptFormProps) {
  const styles = useStyles();
  const { asking } = useStore(session.store);
  const [fit, setFit] = useState<Fit>("wrap");
  const input = useRef<HTMLInputElement>(null);
  const ready = !disabled && !asking;
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file && ready) void director.importHead(file, fit);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [director, fit, ready]);
  return (
    <details>
      <summary className={styles.summary}>A character of yours</summary>
      <div className={styles.inside}>
        <Field label="Fitted by">
          <Select value={fit} onChange={(_, { value }) => setFit(value as Fit)}>
            {FITS.map((name) => (
              <option key={name} value={name}>
                {FIT_NAMES[name]}
              </option>
            ))}
          </Select>
        </Field>
        <input
          ref={input}
          type="file"
          accept=".glb,model/gltf-binary"
          aria-label="Character's file"
          hidden
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            // The same file again is a choice, too.
            currentTarget.value = "";
            if (file) void director.importHead(file, fit);
          }}
        />
        <Button icon={<ArrowImportRegular />} disabled={!ready} onClick={() => input.current?.click()}>
          Import a GLB
        </Button>
        <Caption1>Or drop it anywhere on the page. It stays in this browser.</Caption1>
      </div>
    </details>
  );
}
