import { LIMITS, WORDS } from "../service-types.ts";

/** A prompt or an instruction as it is asked for: the lines of a form as one; what stands where stays there, but for the ends. */
export function inOneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

/** @returns whether the service takes a prompt or an instruction, and what there is to say of one that it does not. */
export function checkText(text: string): { fits: boolean; fault?: string } {
  const asked = inOneLine(text).trim();
  if (asked === "") return { fits: false };
  if (asked.length > LIMITS.text)
    return { fits: false, fault: `${asked.length} characters; ${LIMITS.text} are the most` };
  if (!WORDS.test(asked)) return { fits: false, fault: "There is no word in it: say in words what is wanted" };
  return { fits: true };
}
