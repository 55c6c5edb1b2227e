/**
 * Makes what is the same for every head, or takes it from where a process before this one kept it.
 * @param name of what is made, of letters, digits and hyphens. @param make gives plain data with typed arrays in it.
 */
export type Keep = <Made extends object>(name: string, make: () => Made) => Made;

/** Keeps nothing. */
export const keepNothing: Keep = (_, make) => make();
