/** A route that was registered. */
interface Route {
  method: string | string[];
  /** With `:id` for what stands in its place. */
  url: string;
}

/** Keeps routes as they are registered. @returns what tells the methods that an address has, sorted; none where there is nothing at it. */
export function keepMethods(onRoute: (listen: (route: Route) => void) => void): (url: string) => string[] {
  const known = new Map<string, Set<string>>();
  onRoute(({ method, url }) => {
    for (const one of [method].flat()) known.set(url, (known.get(url) ?? new Set()).add(one));
  });
  return (url) => {
    const asked = url.split(/[?#;]/, 1)[0].split("/");
    const methods = [...known]
      .filter(([pattern]) => {
        const parts = pattern.split("/");
        return parts.length === asked.length && parts.every((part, i) => part.startsWith(":") || part === asked[i]);
      })
      .flatMap(([, found]) => [...found]);
    return [...new Set(methods)].sort();
  };
}
