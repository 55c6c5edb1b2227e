import type { Head, Look, PackInfo, PartInfo, Progress, Report, Vocabulary } from "../service-types.ts";
import { type EditDraft, EMPTY_EDIT } from "./edits.ts";
import type { Settings } from "./settings.ts";

/** "locked": the service answers but has not given this page a token. */
export type ConnectionState = "connecting" | "online" | "offline" | "locked";

/** Everything the panel shows. It lives outside React, so that a pane that is docked elsewhere finds it unchanged. */
export interface PanelState {
  connection: ConnectionState;
  /** The service's data folder, where it is not its usual one. */
  data: string | undefined;
  /** The pairing under way, or undefined before one began. */
  pairing: { name: string; expiresAt: number } | undefined;
  /** Newest first. */
  heads: readonly Head[];
  /** Older heads are there to be asked for. */
  more: boolean;
  progress: Readonly<Record<string, Progress>>;
  /** Heads of the last request, to pick one from. */
  batch: readonly string[];
  /** The head the panel is about. */
  current: string | undefined;
  /** An edit of that head, as far as it is written. */
  draft: EditDraft;
  settings: Settings;
  /** Those that can be used; the service's own choice first. */
  packs: readonly PackInfo[];
  /** Names of packs whose folders are gone. */
  missingPacks: readonly string[];
  /** What the chosen pack knows. */
  vocabulary: Vocabulary;
  /** What heads can wear. */
  parts: readonly PartInfo[];
  /** What the prompt is read as; of the last one that was read. */
  look: Look | undefined;
  /** What becomes of each word of the prompt; of the last one that was read. */
  report: Report | undefined;
  /** What went wrong last, in the service's words. */
  trouble: { message: string; remedy: string } | undefined;
  asking: boolean;
}

export function emptyState(settings: Settings): PanelState {
  return {
    connection: "connecting",
    data: undefined,
    pairing: undefined,
    heads: [],
    more: false,
    progress: {},
    batch: [],
    current: undefined,
    draft: EMPTY_EDIT,
    settings,
    packs: [],
    missingPacks: [],
    vocabulary: { groups: [] },
    parts: [],
    look: undefined,
    report: undefined,
    trouble: undefined,
    asking: false,
  };
}
