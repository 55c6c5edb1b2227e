import { randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { ServiceError } from "../errors.ts";

const CODE_MS = 2 * 60_000;
const TRIES = 5;
const BEGINNINGS_A_MINUTE = 3;

/** Gives the token to a page whose user can read the service's terminal. */
export interface Pairing {
  /**
   * Shows a fresh code of six digits in the terminal.
   * @returns the name of this pairing: whoever began another cannot spend its code, nor its tries.
   * @throws ServiceError PAIRING_LIMIT.
   */
  begin(): { pairing: string; expiresIn: number };
  /** Spends the code. @throws ServiceError PAIRING_CLOSED, PAIRING_CODE_WRONG. */
  finish(pairing: string, code: string): void;
}

/** @param show prints the code where the person at the machine sees it. */
export function pairing(show: (code: string) => void, now: () => number = Date.now): Pairing {
  const open = new Map<string, { code: string; until: number; tries: number }>();
  let beginnings: number[] = [];
  return {
    begin() {
      beginnings = beginnings.filter((time) => now() - time < 60_000);
      if (beginnings.length >= BEGINNINGS_A_MINUTE) throw new ServiceError("PAIRING_LIMIT");
      beginnings.push(now());
      for (const [name, { until }] of open) if (now() > until) open.delete(name);
      const name = randomUUID();
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      open.set(name, { code, until: now() + CODE_MS, tries: 0 });
      show(code);
      return { pairing: name, expiresIn: CODE_MS / 1000 };
    },
    finish(name, code) {
      const begun = open.get(name);
      if (!begun || now() > begun.until) throw new ServiceError("PAIRING_CLOSED");
      const right = timingSafeEqual(Buffer.from(code.padEnd(6).slice(0, 6)), Buffer.from(begun.code));
      if (right || ++begun.tries >= TRIES) open.delete(name);
      if (!right) throw new ServiceError("PAIRING_CODE_WRONG");
    },
  };
}
