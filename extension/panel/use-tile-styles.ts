import { makeStyles, tokens } from "@fluentui/react-components";

/** A grid of tiles that are pressed to choose one. */
export const useTileStyles = makeStyles({
  grid: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(84px, 1fr))",
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: "none",
  },
  wide: { gridTemplateColumns: "repeat(2, 1fr)" },
  tile: {
    display: "block",
    width: "100%",
    padding: "2px",
    border: "2px solid transparent",
    borderRadius: tokens.borderRadiusLarge,
    background: "none",
    color: "inherit",
    font: "inherit",
    cursor: "pointer",
    ':hover:not([aria-pressed="true"])': { border: `2px solid ${tokens.colorNeutralStroke1Hover}` },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  /** What stands in the tile is stacked. */
  stacked: { display: "flex", flexDirection: "column" },
  chosen: { border: `2px solid ${tokens.colorBrandStroke1}` },
});
