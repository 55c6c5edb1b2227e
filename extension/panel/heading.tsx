import { makeStyles, Subtitle2, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({ heading: { margin: `0 0 ${tokens.spacingVerticalS}` } });

/** The title of a part of the panel. */
export function Heading({ children }: { children: string }) {
  return (
    <Subtitle2 as="h2" block className={useStyles().heading}>
      {children}
    </Subtitle2>
  );
}
