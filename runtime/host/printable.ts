/** Control characters but for line breaks, and those that turn the direction of writing. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that a file or a client wrote, safe to show in a terminal: what would move the cursor, change colours or hide
 * words is spelled out instead.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
}
