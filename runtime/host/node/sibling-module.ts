/**
 * A module beside the one that asks, for a worker or a process of its own: TypeScript in a checkout, JavaScript in the package.
 * @param from `import.meta.url` of the module that asks. @param name without ending, relative to it: "./engine".
 */
export function siblingModule(from: string, name: string): URL {
  return new URL(`${name}.${from.endsWith(".ts") ? "ts" : "js"}`, from);
}
