import { type Command, Option } from "commander";
import { MORPH_SETS, TEXTURE_FORMATS } from "../bake/layered/options.ts";
import { DEFAULT_PRESET, PRESETS } from "../host/presets.ts";
import { EDIT_PARTS } from "../stages/recipe.ts";
import { blend } from "./blend.ts";
import { diff } from "./diff.ts";
import { edit } from "./edit.ts";
import { generate } from "./generate.ts";
import { history } from "./history.ts";
import { append, providerOption } from "./options.ts";
import { partsOption } from "./parts-commands.ts";
import { revert } from "./revert.ts";

/** Defines `headartist generate | batch | edit | blend | history | diff | revert`. */
export function defineHeadCommands(program: Command): void {
  defineGenerate(program);
  defineBatch(program);
  defineEdit(program);
  defineBlend(program);
  defineVersions(program);
}

function defineGenerate(program: Command): void {
  program
    .command("generate")
    .description("make a head from a description")
    .argument(
      "[prompt...]",
      'what the head looks like, for example "an old man with a white beard"; "-" reads it from standard input',
    )
    .option(
      "--set <field=value>",
      "set a field of the Look, for example age=35 or hair.color=#7a3b1e; may be repeated",
      append,
      [],
    )
    .option("--look <file.json>", "a Look in place of a description")
    .option("--dry-run", "tell what becomes of every word, and make nothing")
    .option("-o, --output <file.glb>", "where the GLB goes; coarser levels of heads of layers go beside it", "head.glb")
    .option("--negative <text>", "what the head must not look like")
    .option("--no-negative", "no negative prompt, for comparison")
    .option("--seed <n>", "random seed, 0 to 4294967295", "0")
    .addOption(new Option("--preset <name>", "how much work to spend").choices(PRESETS).default(DEFAULT_PRESET))
    .option("--pack <name or folder>", "model pack", "starter")
    .option("--head <folder>", "head document to write, or to resume (default: beside the GLB)")
    .option("--preview <file>", "render a turntable sheet: .png, .jpg or .webp")
    .option("--texture-size <n>", "texture edge in texels: 512, 1024, 2048 or 4096; of heads of layers 256 too")
    .option(
      "--triangles <n>",
      "triangles of the finest level, 500 to 200000; heads of layers take the level nearest to it",
    )
    .addOption(
      new Option(
        "--texture-format <format>",
        "image format in the GLB; auto and ktx2 of heads of layers alone",
      ).choices(TEXTURE_FORMATS),
    )
    .option("--compress", "compress geometry with EXT_meshopt_compression")
    .addOption(new Option("--morphs <set>", "morph targets of heads of layers (default: all)").choices(MORPH_SETS))
    .option("--avatar", "add a body's skeleton and VRM to heads of layers, for TalkingHead and three-vrm")
    .addOption(
      new Option("--guidance <kind>", "how the prior leads, for comparison (default: ssd)").choices([
        "ssd",
        "sds",
        "csd",
      ]),
    )
    .option("--cfg-geometry <W>", "classifier-free guidance weight of the geometry (default: the preset's)")
    .option("--cfg-texture <W>", "classifier-free guidance weight of the texture (default: the preset's)")
    .option("--no-landmarks", "show the prior no landmarks, for comparison")
    .option("--no-view-words", "tell the prior no view, for comparison")
    .addOption(providerOption())
    .option("--threads <n>", "threads of onnxruntime (default: every core)")
    .option("--json", "print progress and the result as JSON lines")
    .addOption(partsOption())
    .action(generate);
}

function defineBatch(program: Command): void {
  program
    .command("batch")
    .description("make a head for each row of a CSV or JSONL file; a second call makes what is missing or failed")
    .argument(
      "<file>",
      '"-" for standard input; columns: name, prompt, negative, seed, preset, pack, textureSize, triangles, textureFormat, compress, morphs, avatar, and fields of the Look such as age or hair.color',
    )
    .requiredOption("-o, --output <folder>", "where heads, manifest.json, contact-sheet.png and index.html go")
    .option("--jobs <n>", "heads made at the same time, which share the threads", "1")
    .addOption(providerOption())
    .option("--threads <n>", "threads of onnxruntime (default: every core)")
    .option("--json", "print progress and results as JSON lines")
    .addOption(partsOption())
    .action(async (file: string, options) => (await import("./batch.ts")).batch(file, options));
}

function defineEdit(program: Command): void {
  program
    .command("edit")
    .description("change a head by text; the answer is a new head, its child")
    .argument("<head>", "folder of the head, or the GLB beside or in it")
    .argument("<change...>", 'what to change, for example "make him older"; "-" reads it from standard input')
    .addOption(new Option("--what <part>", "what may change of a head on the grid").choices(EDIT_PARTS).default("both"))
    .option(
      "--strength <0..1>",
      "of a head on the grid: share of the change, offsets and colours are scaled by it",
      "1",
    )
    .option(
      "--region <names>",
      "of a head on the grid, where: face, hair, eyes, brows, nose, lips, ears, neck; several with commas",
    )
    .option("--prompt <text>", "the whole new description, instead of the composed one")
    .option("--show-prompt", "print the composed description and stop")
    .option("--dry-run", "tell what becomes of every word and what would change, and make nothing")
    .option("--seed <n>", "random seed, 0 to 4294967295", "0")
    .addOption(new Option("--preset <name>", "how much work to spend (default: the head's)").choices(PRESETS))
    .option("-o, --output <file.glb>", "where the GLB goes (default: beside the head)")
    .option("--head <folder>", "head document of the child, to write or to resume (default: beside the GLB)")
    .option("--preview <file>", "render a turntable sheet: .png, .jpg or .webp")
    .option("--threads <n>", "threads of onnxruntime (default: every core)")
    .addOption(providerOption())
    .option("--json", "print the prompt, progress and the result as JSON lines")
    .addOption(partsOption())
    .action(edit);
}

function defineBlend(program: Command): void {
  program
    .command("blend")
    .description("make a head between two heads of layers: shapes, expressions and pictures are mixed")
    .argument("<a>", "the first head's .glb")
    .argument("<b>", "the second head's .glb")
    .option("--amount <0..1>", "how much of the second; what only one has comes whole from the nearer", "0.5")
    .option("-o, --output <file.glb>", "where the GLB goes; coarser levels go beside it", "blend.glb")
    .addOption(
      new Option("--texture-size <n>", "texture edge in texels")
        .choices(["256", "512", "1024", "2048", "4096"])
        .default("1024"),
    )
    .addOption(
      new Option("--texture-format <format>", "image format in the GLB")
        .choices(["auto", "png", "webp", "ktx2"])
        .default("auto"),
    )
    .option("--compress", "quantise and compress geometry with EXT_meshopt_compression")
    .addOption(new Option("--morphs <set>", "morph targets").choices(["none", "speech", "all"]).default("all"))
    .option("--avatar", "add a body's skeleton and VRM, for TalkingHead and three-vrm")
    .option("--json", "print the result as JSON lines")
    .action(blend);
}

/** What tells of a head's versions, or goes back to one. */
function defineVersions(program: Command): void {
  program
    .command("history")
    .description("list the versions of a head as the tree they make")
    .argument("<head>", "folder of any version, or the GLB beside or in it")
    .option("--json", "print the versions as JSON")
    .action(history);

  program
    .command("diff")
    .description("render two versions of a head side by side, with heat maps of what moved and what changed its colour")
    .argument("<a>", "the version before")
    .argument("<b>", "the version after")
    .option("-o, --output <file.png>", "where the sheet goes", "diff.png")
    .option("--json", "print the figures as JSON")
    .action(diff);

  program
    .command("revert")
    .description("make a child that is again what an earlier version was; nothing is lost")
    .argument("<head>", "folder of the head, or the GLB beside or in it")
    .option("--to <version>", "the version to go back to (default: the head's parent)")
    .option("-o, --output <file.glb>", "where the GLB goes (default: beside the head)")
    .option("--head <folder>", "head document to write (default: beside the GLB)")
    .action(revert);
}
