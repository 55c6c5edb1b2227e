import { Command } from "commander";
import { tellError } from "../host/node/terminal/tell-error.ts";
import { defineCharacterCommands } from "./character-commands.ts";
import { defineHeadCommands } from "./head-commands.ts";
import { defineMachineCommands } from "./machine-commands.ts";
import { definePartsCommands } from "./parts-commands.ts";
import { defineServiceCommands } from "./service-commands.ts";
import { version } from "./version.ts";

const program = new Command("headartist")
  .description("Text-to-3D heads: from a prompt to a game-ready GLB.")
  .option("-V, --version", "print the version, and the hash of the pack that ships")
  // Refusals are written below, as every other error.
  .exitOverride()
  .configureOutput({ outputError: () => {} });

defineHeadCommands(program);
definePartsCommands(program);
defineCharacterCommands(program);
defineServiceCommands(program);
defineMachineCommands(program);

try {
  const asked = process.argv.slice(2);
  if (asked.length === 1 && /^(-V|--version)$/.test(asked[0])) await version();
  else await program.parseAsync();
} catch (error) {
  process.exitCode = tellError(error, process.argv.includes("--json"));
}
