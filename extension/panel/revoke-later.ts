/** Milliseconds that a browser may still read from an address that nothing shows any more: it would report a missing file. */
const OUTLIVES = 60_000;

/** Gives up an object URL, once whatever reads it is through. */
export const revokeLater = (url: string): unknown => setTimeout(URL.revokeObjectURL, OUTLIVES, url);
