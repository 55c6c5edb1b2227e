import type { Client } from "../api/client.ts";
import type { EditRequest, Head } from "../service-types.ts";
import { checkText, inOneLine } from "./check-text.ts";
import type { Store } from "./store.ts";

export const EDIT_PARTS = ["both", "shape", "color"] as const satisfies readonly EditRequest["what"][];
export type EditRegion = NonNullable<EditRequest["regions"]>[number];
export const EDIT_REGIONS: readonly EditRegion[] = ["face", "hair", "eyes", "brows", "nose", "lips", "ears", "neck"];

/** The edit that is being written. */
export interface EditDraft {
  instruction: string;
  /** The whole new description. */
  prompt: string;
  /** The user wrote the description; it follows the instruction no more. */
  ownPrompt: boolean;
  what: (typeof EDIT_PARTS)[number];
  strength: number;
  /** "": the whole head. */
  region: EditRegion | "";
  /** The head that the service told to be on the grid: what changes of it, where and how much can be limited. */
  onGrid?: string;
}

export const EMPTY_EDIT: EditDraft = {
  instruction: "",
  prompt: "",
  ownPrompt: false,
  what: "both",
  strength: 1,
  region: "",
};

/** Writes an edit of the chosen head, and asks for it. */
export interface Edits {
  change(part: Partial<EditDraft>): void;
  /** Asks for the child. @throws ServiceRefusal, ServiceUnreachable. */
  ask(): Promise<Head | undefined>;
  clear(): void;
  dispose(): void;
}

/** Milliseconds after the last key at which the service is asked what an instruction means. */
const PAUSE = 300;

export function openEdits(store: Store<{ current: string | undefined; draft: EditDraft }>, client: Client): Edits {
  let composing: ReturnType<typeof setTimeout> | undefined;
  const composeSoon = () => {
    clearTimeout(composing);
    composing = setTimeout(async () => {
      const { current, draft } = store.get();
      const instruction = inOneLine(draft.instruction).trim();
      if (current === undefined || !checkText(instruction).fits) return store.set({ draft: { ...draft, prompt: "" } });
      const answer = await client.call("composeEdit", { id: current, query: { instruction } }).catch(() => undefined);
      const now = store.get();
      const stands = now.current === current && now.draft.instruction === draft.instruction && !now.draft.ownPrompt;
      if (answer && stands) {
        const onGrid = answer.carrier === "grid" ? current : undefined;
        store.set({ draft: { ...now.draft, prompt: answer.prompt, onGrid } });
      }
    }, PAUSE);
  };
  return {
    change(part) {
      const draft = { ...store.get().draft, ...part };
      if (part.prompt !== undefined) draft.ownPrompt = part.prompt.trim() !== "";
      store.set({ draft });
      if (part.instruction !== undefined && !draft.ownPrompt) composeSoon();
    },
    async ask() {
      const { current, draft } = store.get();
      const { instruction, prompt, ownPrompt, what, strength, region, onGrid } = draft;
      if (current === undefined) return undefined;
      const limits = onGrid === current ? { what, strength, regions: region === "" ? [] : [region] } : {};
      const own = ownPrompt ? { prompt: inOneLine(prompt).trim() } : {};
      const body = { instruction: inOneLine(instruction).trim(), ...limits, ...own };
      return client.call("editHead", { id: current, body });
    },
    clear() {
      clearTimeout(composing);
      store.set({ draft: EMPTY_EDIT });
    },
    dispose: () => clearTimeout(composing),
  };
}
