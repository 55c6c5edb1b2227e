/** Seconds: shut in a twelfth, open again in an eighth. */
const CLOSING = 0.08;
const OPENING = 0.13;
/** Between blinks people wait 2 to 7 s. */
const WAIT = { least: 2, most: 7 };
/** Breaths of 4 s nod the neck by half a degree. */
const BREATH = { period: 4, pitch: (0.5 * Math.PI) / 180 };

/** @returns a function of the time in seconds that gives how far lids are closed, 0..1. @param random 0..1, as `Math.random`. */
export function createBlinking(random: () => number): (time: number) => number {
  let next: number | undefined;
  const wait = () => WAIT.least + (WAIT.most - WAIT.least) * random();
  return (time) => {
    next ??= time + wait();
    if (time < next) return 0;
    const since = time - next;
    if (since >= CLOSING + OPENING) {
      next = time + wait();
      return 0;
    }
    return since < CLOSING ? since / CLOSING : 1 - (since - CLOSING) / OPENING;
  };
}

/** @returns the neck's pitch in radians at a time in seconds. */
export function breathPitch(time: number): number {
  return BREATH.pitch * Math.sin((2 * Math.PI * time) / BREATH.period);
}
