import type { Client } from "../api/client.ts";
import type { Head, HeadRequest } from "../service-types.ts";
import { inOneLine } from "./check-text.ts";
import type { Heads } from "./heads.ts";
import type { LiveFile } from "./live-files.ts";
import type { OwnHeads } from "./own-heads.ts";
import { chosenPack, chosenPreset } from "./packs.ts";
import type { PanelState } from "./panel-state.ts";
import { isUnfinished } from "./progress-text.ts";
import { betterPreset } from "./settings.ts";
import type { Store } from "./store.ts";

/**
 * Builds a head in the page.
 * @param isWanted false once the service shows it. @returns a live preview; undefined where it is left to the service.
 */
export type Dress = (request: HeadRequest, isWanted: () => boolean) => Promise<Blob | undefined>;

/** A request for a head, and what builds it in the page meanwhile. */
export interface Ask {
  call: () => Promise<Head | undefined>;
  dress?: (isWanted: () => boolean) => ReturnType<Dress>;
}

export interface AskingOptions {
  store: Store<PanelState>;
  client: Client;
  own: OwnHeads;
  heads: Heads;
  dress: Dress | undefined;
  /** Takes a live preview that the page built. */
  show: (file: LiveFile) => void;
  /** Whether the service has shown something of a head. */
  isShown: (id: string) => boolean;
  /** Takes the head that the panel is about from now on. */
  onSubject: (id: string) => void;
}

/** How heads are asked for. */
export interface Asking {
  /** Takes heads in one after the other, as the service answers. */
  ask(requests: readonly Ask[]): Promise<void>;
  /** A head as the settings have it now. */
  described(seed: number): Ask;
  /** The same head with the next better preset. */
  refined(head: Head): Ask;
}

export function openAsking({ store, client, own, heads, dress, show, isShown, onSubject }: AskingOptions): Asking {
  /** Shows a head as the page builds it, unless the service does before, or refuses it. */
  const showDressed = async (dress: NonNullable<Ask["dress"]>, answer: ReturnType<Ask["call"]>) => {
    let isWanted = () => true;
    const asked = answer.then(
      (head) => {
        isWanted = () => head !== undefined && !isShown(head.id) && isUnfinished((heads.find(head.id) ?? head).state);
        return head;
      },
      () => {
        isWanted = () => false;
      },
    );
    const glb = await dress(() => isWanted());
    const head = await asked;
    if (glb && head && isWanted()) show({ head: head.id, glb });
  };
  const create = (body: HeadRequest): Ask => ({
    call: () => client.call("createHead", { body }),
    dress: dress && ((isWanted) => dress(body, isWanted)),
  });
  return {
    async ask(requests) {
      const asked: string[] = [];
      store.set({ asking: true, trouble: undefined });
      try {
        for (const { call, dress } of requests) {
          const answer = call();
          if (dress) void showDressed(dress, answer);
          const head = await answer;
          if (!head) continue;
          own.add(head.id);
          asked.push(head.id);
          heads.add(head);
          store.set({ batch: [...asked], current: asked[0] });
          onSubject(asked[0]);
        }
      } finally {
        store.set({ asking: false });
      }
    },
    described(seed) {
      const state = store.get();
      const [prompt, negative] = [state.settings.prompt, state.settings.negative].map((text) => inOneLine(text).trim());
      const pack = chosenPack(state)?.name;
      return create({
        prompt,
        seed,
        preset: chosenPreset(state),
        ...(pack && { pack }),
        ...(negative && { negative }),
      });
    },
    // An edited head is made again as the same edit of the same parent: it stays who it is, and in its history.
    refined({ request, edit }) {
      const preset = betterPreset(request.preset);
      if (!edit) return create({ ...request, preset });
      const { parent, ...change } = edit;
      const { prompt, seed, name } = request;
      const body = { ...change, prompt, seed, preset, ...(name && { name }) };
      return { call: () => client.call("editHead", { id: parent, body }) };
    },
  };
}
