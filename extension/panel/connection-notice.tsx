import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { Fragment, useState } from "react";
import type { Session } from "../state/session.ts";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  command: {
    display: "block",
    margin: `${tokens.spacingVerticalXS} 0`,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyMonospace,
    userSelect: "all",
  },
  word: { display: "inline-block", maxWidth: "100%", overflowWrap: "anywhere" },
});

/** Says what to do while the service is away, and pairs where it asks for a token. */
export function ConnectionNotice({ session }: { session: Session }) {
  const { connection, pairing, data } = useStore(session.store);
  if (connection === "online") return null;
  if (connection === "locked") {
    return (
      <MessageBar intent="info" layout="multiline" politeness="polite">
        <MessageBarBody>
          <MessageBarTitle>Pair this page with the service</MessageBarTitle>
          {pairing ? <CodeForm session={session} /> : <p>The service shows a code in its terminal; type it here.</p>}
          <Button onClick={session.beginPairing}>{pairing ? "Show a new code" : "Show the code"}</Button>
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (connection === "connecting") {
    return (
      <MessageBar intent="info">
        <MessageBarBody>Connecting to {session.client.url}</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <MessageBar intent="warning" layout="multiline" politeness="polite">
      <MessageBarBody>
        <MessageBarTitle>The headartist service is not running</MessageBarTitle>
        <p>
          Start it with
          <Command words={startCommand(session.client.url, data)} />
          The panel comes back by itself, and heads that were being made go on.
        </p>
      </MessageBarBody>
    </MessageBar>
  );
}

function CodeForm({ session }: { session: Session }) {
  const [code, setCode] = useState("");
  const whole = /^\d{6}$/.test(code);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) void session.finishPairing(code);
      }}
    >
      <Field label="Six digits of the service's terminal">
        <Input
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          onChange={(_, { value }) => setCode(value.trim())}
        />
      </Field>
      <Button type="submit" appearance="primary" disabled={!whole}>
        Pair
      </Button>
    </form>
  );
}

/** A command to be copied: one click selects all of it, and a line breaks between its words alone. */
function Command({ words }: { words: readonly string[] }) {
  const styles = useStyles();
  return (
    <code className={styles.command}>
      {words.map((word, i) => (
        <Fragment key={word}>
          {i > 0 && " "}
          <span className={styles.word}>{word}</span>
        </Fragment>
      ))}
    </code>
  );
}

/**
 * An option and its value are one word. The service has to be told of pages that it does not serve itself, and of a data folder
 * that is not its usual one: heads that were being made are there.
 */
function startCommand(url: string, data: string | undefined): string[] {
  const { port, origin } = new URL(url);
  const here = globalThis.location?.origin ?? "null";
  const foreign = here !== origin && here.startsWith("http");
  return [
    "npx babylon-headartist serve",
    ...(data === undefined ? [] : [`--data ${quoted(data)}`]),
    ...(port === "4816" ? [] : [`--port ${port}`]),
    ...(foreign ? [`--allow-origin ${here}`] : []),
  ];
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path.replace(/(["$`])/g, "\\$1")}"`;
}
