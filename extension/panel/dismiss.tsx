import { Button, MessageBarActions } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";

/** The cross that takes a message bar away. */
export function Dismiss({ onClick }: { onClick: () => void }) {
  return (
    <MessageBarActions
      containerAction={
        <Button appearance="transparent" icon={<DismissRegular />} aria-label="Dismiss" onClick={onClick} />
      }
    />
  );
}
