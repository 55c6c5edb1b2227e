import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useState } from "react";
import type { Session } from "../state/session.ts";
import { useStore } from "./use-store.ts";

/** Says what to do while the service is away, and pairs with it where it asks for a token. */
export function ConnectionNotice({ session }: { session: Session }) {
  const { connection, pairing } = useStore(session.store);
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
          Start it with <code>{startCommand(session.client.url)}</code>. The panel comes back by itself, and heads that
          were being made go on.
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

/** The service has to be told of pages that it does not serve itself. */
function startCommand(url: string): string {
  const { port, origin } = new URL(url);
  const here = globalThis.location?.origin ?? "null";
  const foreign = here !== origin && here.startsWith("http") ? ` --allow-origin ${here}` : "";
  return `npx headartist serve${port === "4816" ? "" : ` --port ${port}`}${foreign}`;
}
