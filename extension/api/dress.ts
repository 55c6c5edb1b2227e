import type { HeadRequest } from "../service-types.ts";

/** What the studio asks its worker for: a head as its Look is built, before anything is distilled. */
export type DressRequest = Pick<HeadRequest, "prompt" | "set"> & Required<Pick<HeadRequest, "seed" | "preset">>;

/** A live preview as the service's own; nothing where the page cannot build the head. */
export type DressAnswer = Uint8Array<ArrayBuffer> | undefined;
