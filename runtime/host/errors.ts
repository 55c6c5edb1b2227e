/** An error the user can act on: its message is printed alone, without a stack, and the process ends with `exitCode`. */
export class ExitError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = "ExitError";
    this.exitCode = exitCode;
  }
}

/** The command line was not understood. */
export function usageError(message: string): ExitError {
  return new ExitError(message, 2);
}

/** Exit code of a run stopped by Ctrl-C (128 + SIGINT). */
export const INTERRUPTED = 130;
