/** How the command line ends, by the class of what went wrong. */
export const EXIT_CODES = {
  /** The product is at fault, or a part of a batch failed. */
  failure: 1,
  /** An option, a field or a value is wrong. */
  usage: 2,
  /** A file, folder, head or pack that was given cannot be used. */
  input: 3,
  /** This machine lacks something: a program, memory, a right to write, a free port. */
  environment: 4,
  /** Stopped by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

export type ErrorClass = keyof typeof EXIT_CODES;

/** An error the user can act on: its message is printed alone, without a stack, and the process ends by its class. */
export class ExitError extends Error {
  readonly class: ErrorClass;

  constructor(message: string, kind: ErrorClass, options?: ErrorOptions) {
    super(message, options);
    this.name = "ExitError";
    this.class = kind;
  }

  get exitCode(): number {
    return EXIT_CODES[this.class];
  }
}

/** An option or value was not understood. */
export function usageError(message: string): ExitError {
  return new ExitError(message, "usage");
}

/** Something that was given cannot be used. */
export function inputError(message: string, options?: ErrorOptions): ExitError {
  return new ExitError(message, "input", options);
}

/** The machine lacks something. */
export function environmentError(message: string, options?: ErrorOptions): ExitError {
  return new ExitError(message, "environment", options);
}

/** A run was stopped by the user. */
export function interruptedError(message: string): ExitError {
  return new ExitError(message, "interrupted");
}
