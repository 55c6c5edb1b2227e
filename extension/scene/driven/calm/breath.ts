/** Milliseconds of work at a stretch. A page is held up for as long, and 50 are what people notice. */
const STRETCH = 12;

/** @returns what lets the page draw and listen, where work has gone on for long enough since it last did. */
export function createBreath(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < STRETCH) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}
