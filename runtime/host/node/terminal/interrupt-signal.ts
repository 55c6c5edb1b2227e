/** A signal that the first Ctrl-C aborts; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  return interrupt.signal;
}
