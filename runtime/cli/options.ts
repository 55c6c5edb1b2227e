import { Option } from "commander";
import { PROVIDERS } from "../host/node/ort/providers.ts";

/** Where networks run. */
export function providerOption(): Option {
  const option = new Option("--provider <name>", "where networks run (default: the first that works)");
  return option.choices(["auto", ...PROVIDERS]);
}

/** What an option that may be repeated collects. */
export function append(value: string, before: string[]): string[] {
  return [...before, value];
}
