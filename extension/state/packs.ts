import type { Client } from "../api/client.ts";
import type { PackInfo } from "../service-types.ts";
import { checkText, inOneLine } from "./check-text.ts";
import type { PanelState } from "./panel-state.ts";
import type { Preset, Settings } from "./settings.ts";
import type { Store } from "./store.ts";

/** What a pack can be asked for in the panel. */
export interface PackWords {
  /** Reads which packs there are and what prompts can ask for. @throws ServiceRefusal, ServiceUnreachable. */
  load(): Promise<void>;
  /** Settings have changed: the prompt is read again where it, or what draws it, is another. */
  settingsChanged(before: Settings): void;
  dispose(): void;
}

/** Milliseconds after the last key at which the service is asked what the prompt is read as. */
const PAUSE = 400;

/** @returns the pack that a head is made with: the one that was chosen, else the service's own choice. */
export function chosenPack({ packs, settings }: Pick<PanelState, "packs" | "settings">): PackInfo | undefined {
  return packs.find(({ name }) => name === settings.pack) ?? packs.find(({ active }) => active);
}

/** @returns the preset that was chosen where the pack can be asked for it, else its middle one. */
export function chosenPreset(state: Pick<PanelState, "packs" | "settings">): Preset {
  const { preset } = state.settings;
  const presets = chosenPack(state)?.presets ?? [preset];
  return presets.find((name) => name === preset) ?? presets.find((name) => name === "standard") ?? presets[0] ?? preset;
}

export function openPackWords(store: Store<PanelState>, client: Client): PackWords {
  let checking: ReturnType<typeof setTimeout> | undefined;
  const checkSoon = (ms: number) => {
    clearTimeout(checking);
    checking = setTimeout(async () => {
      const { prompt, seed } = store.get().settings;
      const preset = chosenPreset(store.get());
      if (!checkText(prompt).fits) return store.set({ report: undefined, look: undefined });
      const query = { prompt: inOneLine(prompt), seed: String(seed), preset };
      const answer = await client.call("readPrompt", { query }).catch(() => undefined);
      if (answer && prompt === store.get().settings.prompt) store.set({ report: answer.report, look: answer.look });
    }, ms);
  };
  const readWords = async () => {
    const [vocabulary, { parts }] = await Promise.all([
      client.call("readVocabulary", {}),
      client.call("listParts", {}),
    ]);
    store.set({ vocabulary, parts });
    checkSoon(0);
  };
  return {
    async load() {
      const { packs } = await client.call("listPacks", {});
      const missing = packs.filter(({ present }) => !present).map(({ name }) => name);
      const usable = packs.filter(({ present, presets }) => present && presets.length > 0);
      store.set({ packs: usable, missingPacks: missing });
      await readWords();
    },
    settingsChanged({ prompt, preset }) {
      const now = store.get().settings;
      if (prompt !== now.prompt) checkSoon(PAUSE);
      else if (preset !== now.preset) checkSoon(0);
    },
    dispose: () => clearTimeout(checking),
  };
}
