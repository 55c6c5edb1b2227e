import { type HeadRequest, LIMITS } from "../service-types.ts";

/** How much work goes into a head; which of them a pack can be asked for, the service says. */
export type Preset = NonNullable<HeadRequest["preset"]>;
export const PRESET_NAMES: Readonly<Record<Preset, string>> = {
  built: "Built",
  draft: "Draft",
  standard: "Standard",
  high: "High",
  grown: "Grown",
  "paper-fast": "Paper, fast",
  paper: "Paper",
};
const BETTER: Partial<Record<Preset, Preset>> = {
  built: "draft",
  draft: "standard",
  standard: "high",
  "paper-fast": "paper",
};

export const PLACES = ["origin", "point", "selection"] as const;
/** Where a head is set down: at the origin, where the user clicks, or under the selected node or bone. */
export type Place = (typeof PLACES)[number];

/** What the panel remembers from one day to the next. */
export interface Settings {
  prompt: string;
  negative: string;
  seed: number;
  /** The seed stays for the next head. */
  seedLocked: boolean;
  preset: Preset;
  /** Name of the model pack; "": the service's own choice. */
  pack: string;
  /** Heads a request, 1 to 4. */
  variations: number;
  place: Place;
}

export const SETTINGS_DEFAULTS: Settings = {
  prompt: "",
  negative: "",
  seed: 1,
  seedLocked: false,
  preset: "standard",
  pack: "",
  variations: 1,
  place: "origin",
};

/** The part of `Storage` used here; a host may bring its own. */
export type Memory = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "headartist.settings";

/**
 * Reads what was remembered; anything missing, out of range or unreadable falls back to its default.
 * @param usual the default of this host, where it has one of its own.
 */
export function loadSettings(memory: Memory, usual: Partial<Settings> = {}): Settings {
  const found = parse(read(memory, KEY));
  const { prompt, negative, seed, seedLocked, preset, pack, variations, place } = { ...SETTINGS_DEFAULTS, ...usual };
  const text = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
  return {
    prompt: text(found.prompt, prompt),
    negative: text(found.negative, negative),
    seed: isSeed(found.seed) ? found.seed : seed,
    seedLocked: typeof found.seedLocked === "boolean" ? found.seedLocked : seedLocked,
    preset: isPreset(found.preset) ? found.preset : preset,
    pack: text(found.pack, pack),
    variations: [1, 2, 3, 4].find((count) => count === found.variations) ?? variations,
    place: PLACES.find((name) => name === found.place) ?? place,
  };
}

export function saveSettings(memory: Memory, settings: Settings): void {
  keep(memory, KEY, JSON.stringify(settings));
}

/** A full or forbidden storage is no reason to stop: the panel forgets, and works. */
export function keep(memory: Memory, key: string, value: string): void {
  try {
    memory.setItem(key, value);
  } catch {
    // Kept in this page alone.
  }
}

/** @returns the next better preset of the same kind; undefined for the best. */
export function betterPreset(preset: Preset = SETTINGS_DEFAULTS.preset): Preset | undefined {
  return BETTER[preset];
}

function isPreset(value: unknown): value is Preset {
  return typeof value === "string" && Object.hasOwn(PRESET_NAMES, value);
}

export function isSeed(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LIMITS.seed;
}

export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

/** Storage access throws where a browser forbids it. */
export function read(memory: Memory, key: string): string | null {
  try {
    return memory.getItem(key);
  } catch {
    return null;
  }
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
