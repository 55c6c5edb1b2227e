import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { PARTS_VARIABLE } from "../host/node/part-folders.ts";
import { addPart, writeAverageHead } from "./add-part.ts";
import { checkParts } from "./parts.ts";

/** A folder of parts beside those that ship: for this command, and whatever processes it starts. */
export const partsOption = (): Option =>
  new Option("--parts <folder>", "a folder of parts to wear beside those that ship and those that were added");

/** Defines `headartist parts add | head | check`, and has commands read the folder that {@link partsOption} names. */
export function definePartsCommands(program: Command): void {
  program.hook("preAction", (_, command) => {
    const { parts } = command.opts<{ parts?: string }>();
    if (parts !== undefined) process.env[PARTS_VARIABLE] = resolve(parts);
  });
  const parts = program.command("parts").description("parts of heads as files: hair, beards, glasses …");

  parts
    .command("add")
    .description("make a part of a mesh that was modelled on the average head, for every head to wear")
    .argument("<file.glb>", "the mesh: its materials become colour slots, its pictures stay")
    .requiredOption("--kind <kind>", "hat, glasses, earrings, horns, hair …")
    .requiredOption("--words <phrases>", 'what asks for it, with commas: "tricorn, three-cornered hat"')
    .option("--name <name>", "its id within its kind (default: the file's name)")
    .option("--node <names>", "the meshes to take, with commas (default: the whole file)")
    .option("--fit <name>", "a part of its kind that ships: the mesh gets its width and its place")
    .option("--scale <factor>", "of the file's metres, or of the width by --fit", "1")
    .option("--turn <degrees>", "about the upright axis, counter-clockwise from above; or x,y,z about each axis", "0")
    .option("--move <x,y,z>", "metres, after scale and turn; the origin is between the eyes", "0,0,0")
    .option("--licence <spdx>", "what the mesh may be used for", "LicenseRef-own")
    .option("--source <text>", "who made it, from what (default: the file's name)")
    .action(addPart);

  parts
    .command("head")
    .description("write the average head, to model parts on")
    .option("-o, --output <file.glb>", "where it goes", "average-head.glb")
    .action(writeAverageHead);

  parts
    .command("check")
    .description("say what is wrong with a part, or with every part of a folder")
    .argument("[path]", "a part's .glb, or a folder of them (default: the parts that ship)")
    .action(checkParts);
}
