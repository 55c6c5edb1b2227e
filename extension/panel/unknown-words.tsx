import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from "@fluentui/react-components";
import type { Session } from "../state/session.ts";
import { replaceWord } from "../state/words.ts";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  words: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalXS,
    paddingTop: tokens.spacingVerticalXS,
    ":empty": { display: "none" },
  },
});

/** A gentle word on what the pack will not understand. */
export function UnknownWords({ session }: { session: Session }) {
  const styles = useStyles();
  const { unknown, settings } = useStore(session.store);
  if (unknown.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline" politeness="polite">
      <MessageBarBody>
        This pack does not know {unknown.map(({ word }) => `“${word}”`).join(", ")}; the head will do without.
        <div className={styles.words}>
          {unknown.flatMap(({ word, nearest }) =>
            nearest.slice(0, 3).map((known) => (
              <Button
                key={`${word} ${known}`}
                size="small"
                shape="circular"
                aria-label={`Write ${known} instead of ${word}`}
                onClick={() => session.change({ prompt: replaceWord(settings.prompt, word, known) })}
              >
                {known}
              </Button>
            )),
          )}
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}
