import { readFile } from "node:fs/promises";
import { openTools } from "../../../runtime/host/node/engine.ts";
import { openImportHost } from "../../../runtime/host/node/import-host.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import { importHead } from "../../../runtime/import/import-head.ts";
import { smallRecipe } from "../../stages/helpers/small-recipe.ts";

/** What came of one file: how it ended, processor seconds, and the most memory this process ever held, in MB. */
export interface Met {
  file: string;
  outcome: string;
  message: string;
  seconds: number;
  peak: number;
}

// A process of its own, whose peak of memory is that of the imports alone: imports each file until it is read and aligned.
const [tools, host, recipe, preset] = [
  await openTools(1),
  await openImportHost(false, 1),
  await smallRecipe(),
  await loadPreset("draft", "grid"),
];
const ACCEPTED = "accepted";
for (const file of process.argv.slice(2)) {
  const begun = process.cpuUsage();
  const reached = AbortSignal.abort(ACCEPTED);
  const store = { read: async () => undefined, write: async () => {}, remove: async () => {} };
  const request = { source: await readFile(file), align: { file: IDENTITY() }, recipe, fit: preset.import };
  let [outcome, message] = ["made", ""];
  try {
    await importHead(request, tools, host, store, { signal: reached });
  } catch (error) {
    outcome = error === ACCEPTED ? ACCEPTED : ((error as { code?: string }).code ?? "no code");
    message = error === ACCEPTED ? "" : String((error as Error).stack ?? error);
  }
  const { user, system } = process.cpuUsage(begun);
  const met: Met = {
    file,
    outcome,
    message,
    seconds: (user + system) / 1e6,
    peak: process.resourceUsage().maxRSS / 1024,
  };
  process.send!(met);
}
process.disconnect();

function IDENTITY(): string {
  return JSON.stringify({ matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] });
}
