import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

// `npm version patch|minor|major` runs this between the new number and its commit: what is unreleased becomes that version's.

const ROOT = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
const file = join(ROOT, "CHANGELOG.md");
const text = await readFile(file, "utf8");
const HEADING = "## Unreleased\n";
if (!text.includes(HEADING)) throw new Error(`CHANGELOG.md has no "${HEADING.trim()}"; say there what is new`);
if (/## Unreleased\n+(## |$)/.test(text))
  throw new Error("CHANGELOG.md says nothing under Unreleased; say what is new");
const day = new Date().toISOString().slice(0, 10);
await writeFile(file, text.replace(HEADING, `${HEADING}\n## ${version} – ${day}\n`));
