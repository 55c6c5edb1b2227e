/** Tells of something on the side: a line of JSON on stdout where asked for, a text on stderr otherwise. */
export function say(json: boolean, event: { event: string; [field: string]: unknown }, text: string): void {
  if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
  else process.stderr.write(`${text}\n`);
}

/** A word as a shell takes it: in quotes where it must be. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word)) return word;
  if (platform === "win32") return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
