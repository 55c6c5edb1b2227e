/** Calls back on a plain press of a key, but not while somebody types or chooses. @returns what ends that. */
export function onKey(wanted: string, then: () => void): () => void {
  const listen = ({ key, target, ctrlKey, altKey, metaKey }: KeyboardEvent) => {
    const typing = target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
    if (key.toLowerCase() === wanted && !typing && !ctrlKey && !altKey && !metaKey) then();
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
