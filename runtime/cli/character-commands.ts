import { type Command, Option } from "commander";
import { GRID_PRESETS } from "../host/presets.ts";

/** Defines `headartist import | bake-back`: characters that others made. */
export function defineCharacterCommands(program: Command): void {
  program
    .command("import")
    .description("make a head of a character's GLB, to be edited and baked back onto it")
    .argument("<character.glb>", "skinned, morphed or plain; textures embedded")
    .option("-o, --output <folder>", "head document to write, or to resume (default: beside the GLB)")
    .option("--node <name>", "node or joint that is the head (default: found by joint, name, or position and size)")
    .option(
      "--align <how>",
      'how it comes into head space: face (landmarks on renders), bounds (its box, turned as skeleton or face tell), bounds:<degrees> (0 looks to +Z, 90 to +X), or a .json file with a "matrix" or "landmarks"',
      "face",
    )
    .option("--describe <text>", "what the head looks like; edits start from it", "a person")
    .option(
      "--wrap",
      "wrap the skin of all heads onto it: expressions, eyes, teeth and levels of their own; needs a face",
    )
    .option("--seed <n>", "random seed, 0 to 4294967295", "0")
    .addOption(new Option("--preset <name>", "how much work to spend").choices(GRID_PRESETS).default("standard"))
    .option("--texture-size <n>", "texture edge in texels of head.glb: 512, 1024, 2048 or 4096")
    .option("--triangles <n>", "triangle budget of LOD0 of head.glb, 500 to 200000")
    .option("--preview <file>", "write the turntable sheet: .png, .jpg or .webp")
    .option("--threads <n>", "threads (default: every core)")
    .option("--json", "print progress and the result as JSON lines")
    .action(async (file: string, options) => (await import("./import.ts")).importGlb(file, options));

  program
    .command("bake-back")
    .description("bake the edits of an imported head back onto the character it came from")
    .argument("<head>", "folder of an edit of an imported head, or the GLB beside or in it")
    .option("-o, --output <file.glb>", "where the character goes", "edited.glb")
    .addOption(new Option("--what <part>", "what to bake back").choices(["shape", "color", "both"]).default("both"))
    .option("--json", "print the result as JSON")
    .action(async (folder: string, options) => (await import("./bake-back.ts")).bakeBackGlb(folder, options));
}
