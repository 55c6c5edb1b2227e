import type { Client } from "../api/client.ts";

/** A live preview as the service sent it. */
export interface LiveFile {
  head: string;
  glb: Blob;
}

/**
 * Fetches live previews, one at a time a head; while one is on its way any number of new ones become one more fetch, so
 * that a slow line shows the newest and never falls behind.
 */
export function liveFiles(client: Client, tell: (file: LiveFile) => void): (head: string) => Promise<void> {
  const known = new Map<string, { busy: boolean; again: boolean; etag?: string }>();
  return async function fetchLive(head) {
    const state = known.get(head) ?? { busy: false, again: false };
    known.set(head, state);
    state.again = true;
    if (state.busy) return;
    state.busy = true;
    try {
      while (state.again) {
        state.again = false;
        const file = await client.file("readLive", head, state.etag);
        if (!file) continue;
        state.etag = file.etag;
        tell({ head, glb: file.blob });
      }
    } catch {
      // The next preview comes, or the finished head does.
    } finally {
      state.busy = false;
    }
  };
}
