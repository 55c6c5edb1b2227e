import { after } from "node:test";

const endings: (() => unknown)[] = [];

/** Runs after every test of the file, the newest first: hooks of a suite would end what the next test still needs. */
export function atEnd(ending: () => unknown): void {
  endings.push(ending);
}

after(async () => {
  for (const ending of endings.reverse()) await ending();
});
