/** Something a person should know that stops nothing. */
export interface Notice {
  code: "unknown-word";
  /** A sentence. */
  message: string;
  word: string;
  /** What the pack knows near it. */
  nearest: string[];
}
