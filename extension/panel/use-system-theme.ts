import { type Theme, webDarkTheme, webLightTheme } from "@fluentui/react-components";
import { useSyncExternalStore } from "react";

const dark = () => matchMedia("(prefers-color-scheme: dark)");

/** The theme the system asks for, and its changes. */
export function useSystemTheme(): Theme {
  const isDark = useSyncExternalStore(
    (listener) => {
      const query = dark();
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => dark().matches,
  );
  return isDark ? webDarkTheme : webLightTheme;
}
