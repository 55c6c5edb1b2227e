import { type Theme, webDarkTheme, webLightTheme } from "@fluentui/react-components";
import { useSyncExternalStore } from "react";

const QUERY = "(prefers-color-scheme: dark)";

/** The theme the system asks for, and its changes. */
export function useSystemTheme(): Theme {
  const isDark = useSyncExternalStore(
    listen,
    () => matchMedia(QUERY).matches,
    () => false,
  );
  return isDark ? webDarkTheme : webLightTheme;
}

function listen(listener: () => void): () => void {
  const query = matchMedia(QUERY);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
