import { CommanderError } from "commander";
import { BakeError } from "../../../bake/types.ts";
import { HeadError } from "../../../head/document.ts";
import { PartError } from "../../../head/part-files/read-description.ts";
import { DamagedFile } from "../../../head/tensors.ts";
import { ImportError } from "../../../import/types.ts";
import { PackError } from "../../../pack/files.ts";
import { type ErrorClass, EXIT_CODES, ExitError } from "../../errors.ts";
import { printable } from "../../printable.ts";

/** What the engine throws of files, packs and heads that were given. */
const INPUT = [PackError, ImportError, BakeError, PartError, DamagedFile, HeadError];

/**
 * Writes what ended a command: a line for people on stderr, or as JSON on stdout.
 * @returns the exit code of its class; see `EXIT_CODES`.
 */
export function tellError(error: unknown, json: boolean): number {
  // Help and version end the command as well.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError && error.code === "commander.help") return EXIT_CODES.usage;
  const [kind, message] = explain(error);
  const code = EXIT_CODES[kind];
  if (json) process.stdout.write(`${JSON.stringify({ event: "error", class: kind, code, message })}\n`);
  else process.stderr.write(`headartist: ${printable(message)}\n`);
  return code;
}

function explain(error: unknown): [ErrorClass, string] {
  if (error instanceof ExitError) return [error.class, error.message];
  if (error instanceof CommanderError) {
    return ["usage", `${error.message.replace(/^error: /, "")} (add --help for the options)`];
  }
  const message = error instanceof Error ? error.message : String(error);
  if (INPUT.some((kind) => error instanceof kind)) return ["input", message];
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOSPC" || code === "EDQUOT")
    return ["environment", `the disk is full (${message}); free some space, then repeat the command: it goes on`];
  // More was asked for than the pack, the template or the kernels' memory hold.
  if (error instanceof RangeError) return ["usage", message];
  return ["failure", process.env.DEBUG && error instanceof Error ? (error.stack ?? message) : message];
}
