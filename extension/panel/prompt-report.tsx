import { Button, MessageBar, MessageBarBody, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import type { ReportItem } from "../service-types.ts";
import type { Session } from "../state/session.ts";
import { replaceWord, withoutRanges } from "../state/words.ts";
import { useStore } from "./use-store.ts";

const useStyles = makeStyles({
  chips: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    padding: 0,
    listStyle: "none",
  },
  chip: {
    display: "inline-flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalXXS,
    paddingLeft: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    maxWidth: "100%",
    boxSizing: "border-box",
  },
  used: { color: tokens.colorNeutralForeground3 },
  known: { backgroundColor: tokens.colorNeutralBackground4, color: tokens.colorNeutralForeground1 },
  unknown: {
    backgroundColor: tokens.colorPaletteYellowBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorPaletteYellowBorder1}`,
  },
  text: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
});

const MEANINGS = {
  used: "is used",
  known: "is understood, but not drawn",
  unknown: "is not known",
} as const;

/** What becomes of each word of the prompt: quiet where it is used, plain to see where it does nothing. */
export function PromptReport({ session }: { session: Session }) {
  const styles = useStyles();
  const { report, settings } = useStore(session.store);
  if (!report || settings.prompt.trim() === "") return null;
  const change = (prompt: string) => session.change({ prompt });
  return (
    <>
      <ul className={styles.chips} aria-label="What the words do">
        {report.items.map((item) => (
          <li key={`${item.ranges[0]}`} className={mergeClasses(styles.chip, styles[item.state])} title={titleOf(item)}>
            <span className={styles.text}>{item.readAs ? `${item.text} → ${item.readAs}` : item.text}</span>
            {item.suggestions?.map((word) => (
              <Button
                key={word}
                size="small"
                shape="circular"
                appearance="transparent"
                aria-label={`Write ${word} instead of ${item.text}`}
                onClick={() => change(replaceWord(settings.prompt, item.text, word))}
              >
                {word}?
              </Button>
            ))}
            <Button
              size="small"
              shape="circular"
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={`Leave out ${item.text}, which ${MEANINGS[item.state]}`}
              onClick={() => change(withoutRanges(settings.prompt, item.ranges))}
            />
          </li>
        ))}
      </ul>
      {report.notes.length > 0 && (
        <MessageBar intent="warning" layout="multiline" politeness="polite">
          <MessageBarBody>{report.notes.join(". ")}.</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

function titleOf({ text, state, note }: ReportItem): string {
  return `“${text}” ${MEANINGS[state]}${note ? ` (${note})` : ""}`;
}
