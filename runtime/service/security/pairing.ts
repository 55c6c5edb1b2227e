import { randomInt, timingSafeEqual } from "node:crypto";
import { ServiceError } from "../errors.ts";

const CODE_MS = 2 * 60_000;
const TRIES = 5;
const BEGINNINGS_A_MINUTE = 3;

/** Gives the token to a page whose user can read the service's terminal. */
export interface Pairing {
  /** Shows a fresh code of six digits in the terminal; an older one is void. */
  begin(): { expiresIn: number };
  /** Spends the code. @throws ServiceError PAIRING_CLOSED, PAIRING_CODE_WRONG. */
  finish(code: string): void;
}

/** @param show prints the code where the person at the machine sees it. */
export function pairing(show: (code: string) => void, now: () => number = Date.now): Pairing {
  let open: { code: string; until: number; tries: number } | undefined;
  let beginnings: number[] = [];
  return {
    begin() {
      beginnings = beginnings.filter((time) => now() - time < 60_000);
      if (beginnings.length >= BEGINNINGS_A_MINUTE) throw new ServiceError("PAIRING_LIMIT");
      beginnings.push(now());
      open = { code: String(randomInt(1_000_000)).padStart(6, "0"), until: now() + CODE_MS, tries: 0 };
      show(open.code);
      return { expiresIn: CODE_MS / 1000 };
    },
    finish(code) {
      if (!open || now() > open.until) throw new ServiceError("PAIRING_CLOSED");
      const right = timingSafeEqual(Buffer.from(code.padEnd(6).slice(0, 6)), Buffer.from(open.code));
      if (!right) {
        if (++open.tries >= TRIES) open = undefined;
        throw new ServiceError("PAIRING_CODE_WRONG");
      }
      open = undefined;
    },
  };
}
