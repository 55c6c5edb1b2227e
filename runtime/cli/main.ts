import { Argument, Command, Option } from "commander";
import { MORPH_SETS, TEXTURE_FORMATS } from "../bake/layered/options.ts";
import { PROVIDERS } from "../host/node/ort/providers.ts";
import { tellError } from "../host/node/terminal/tell-error.ts";
import { DEFAULT_PRESET, GRID_PRESETS, PRESETS } from "../host/presets.ts";
import { EDIT_PARTS } from "../stages/recipe.ts";
import { bench } from "./bench.ts";
import { blend } from "./blend.ts";
import { diff } from "./diff.ts";
import { doctor } from "./doctor.ts";
import { edit } from "./edit.ts";
import { generate } from "./generate.ts";
import { history } from "./history.ts";
import { addModel, checkModel, listModels, removeModel } from "./models.ts";
import { definePartsCommands, partsOption } from "./parts-commands.ts";
import { revert } from "./revert.ts";
import { version } from "./version.ts";

const program = new Command("headartist")
  .description("Text-to-3D heads: from a prompt to a game-ready GLB.")
  .option("-V, --version", "print the version, and the hash of the pack that ships")
  // Refusals are written below, as every other error.
  .exitOverride()
  .configureOutput({ outputError: () => {} });

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
    new Option("--texture-format <format>", "image format in the GLB; auto and ktx2 of heads of layers alone").choices(
      TEXTURE_FORMATS,
    ),
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

program
  .command("edit")
  .description("change a head by text; the answer is a new head, its child")
  .argument("<head>", "folder of the head, or the GLB beside it")
  .argument("<change...>", 'what to change, for example "make him older"; "-" reads it from standard input')
  .addOption(new Option("--what <part>", "what may change of a head on the grid").choices(EDIT_PARTS).default("both"))
  .option("--strength <0..1>", "of a head on the grid: share of the change, offsets and colours are scaled by it", "1")
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

definePartsCommands(program);

program
  .command("history")
  .description("list the versions of a head as the tree they make")
  .argument("<head>", "folder of any version, or the GLB beside it")
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
  .argument("<head>", "folder of the head, or the GLB beside it")
  .option("--to <version>", "the version to go back to (default: the head's parent)")
  .option("-o, --output <file.glb>", "where the GLB goes (default: beside the head)")
  .option("--head <folder>", "head document to write (default: beside the GLB)")
  .action(revert);

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
  .argument("<head>", "folder of an edit of an imported head, or the GLB beside it")
  .option("-o, --output <file.glb>", "where the character goes", "edited.glb")
  .addOption(new Option("--what <part>", "what to bake back").choices(["shape", "color", "both"]).default("both"))
  .option("--json", "print the result as JSON")
  .action(async (folder: string, options) => (await import("./bake-back.ts")).bakeBackGlb(folder, options));

program
  .command("doctor")
  .description("say what this machine can run and whether the model packs are whole")
  .addOption(providerOption())
  .option("--json", "print the report as JSON")
  .action(doctor);

const models = program
  .command("models")
  .description("model packs: diffusers folders on this disk, read where they lie");
models
  .command("add")
  .description("check a folder and register it under a name for --pack")
  .argument("<folder>", "a pipeline as diffusers saves it: unet/, vae/, text_encoder/, tokenizer/, scheduler/")
  .option("--controlnet <folder>", "ControlNet (config.json and .safetensors) that lies apart")
  .option("--name <name>", "what --pack will call it (default: the folder's name)")
  .action(addModel);
models.command("list").description("show the packs").option("--json", "print them as JSON").action(listModels);
models.command("remove").description("forget a pack; its files stay").argument("<name>").action(removeModel);
models
  .command("check")
  .description("find every tensor, in the shape that its config implies")
  .argument("<name or folder>")
  .action(checkModel);

program
  .command("bench")
  .description(
    "time kernels, steps, heads and service, against PyTorch where Python has it (HEADARTIST_PYTHON, else python3)",
  )
  .addArgument(
    new Argument("[parts...]", "what to time (default: all)").choices([
      "kernels",
      "wgsl",
      "networks",
      "steps",
      "ssd",
      "heads",
      "service",
    ]),
  )
  .option("--quick", "a few rounds only")
  .option("--preset <name...>", "presets of the heads (default: draft and standard)")
  .option("--pack <name or folder>", "model pack")
  .option("--steps <n>", "steps of the part ssd (default: 5)")
  .option("--save", "append the results to test/bench/results/")
  .option("--json", "print the results as JSON")
  .action(bench);

program
  .command("evaluate")
  .description(
    "judge finished heads: face at the front, yaw, no face behind, and CLIP score where a CLIP model is given",
  )
  .argument("<heads...>", "head folders or GLB files")
  .option("--clip <folder...>", "CLIP models in transformers layout (config.json, model.safetensors, tokenizer)")
  .option("--threads <n>", "threads of onnxruntime (default: every core)")
  .option("--json", "print a JSON line a head, and a summary")
  .action(async (heads: string[], options) => (await import("./evaluate.ts")).evaluate(heads, options));

// The service's packages are loaded by the commands that need them alone.
program
  .command("serve")
  .description("run the local service that Babylon.js talks to")
  .option("--host <address>", "address to listen at", "127.0.0.1")
  .option("--port <n>", "port to listen at", "4816")
  .option("--data <folder>", "folder of the queue, the token and the heads (default: ~/.headartist)")
  .option("--heads <place>", "keep heads elsewhere: a shared folder, or s3://bucket/prefix")
  .option("--allow-host <host:port>", "answer to this Host header too", append, [])
  .option("--allow-origin <origin>", "let pages of this origin in, for example http://localhost:5173", append, [])
  .option("--workers <n>", "heads made here at the same time; 0 leaves the work to other machines", "1")
  .addOption(providerOption())
  .option("--threads <n>", "threads of onnxruntime for each head (default: every core)")
  .addOption(partsOption())
  .action(async (options) => (await import("./serve.ts")).serve(options));

program
  .command("batch")
  .description("make a head for each row of a CSV or JSONL file; a second call makes what is missing or failed")
  .argument(
    "<file>",
    '"-" for standard input; columns: name, prompt, negative, seed, preset, pack, textureSize, triangles, textureFormat, compress, morphs, avatar',
  )
  .requiredOption("-o, --output <folder>", "where heads, manifest.json, contact-sheet.png and index.html go")
  .option("--jobs <n>", "heads made at the same time, which share the threads", "1")
  .addOption(providerOption())
  .option("--threads <n>", "threads of onnxruntime (default: every core)")
  .option("--json", "print progress and results as JSON lines")
  .addOption(partsOption())
  .action(async (file: string, options) => (await import("./batch.ts")).batch(file, options));

program
  .command("mcp")
  .description("tools for agents: the Model Context Protocol over standard input and output")
  .option("-o, --output <folder>", "where export_head may write", ".")
  .option("--data <folder>", "folder of the service that is used, or started where none runs (default: ~/.headartist)")
  .option("--heads <place>", "keep heads elsewhere: a folder, or s3://bucket/prefix")
  .addOption(providerOption())
  .option("--threads <n>", "threads of onnxruntime for each head (default: every core)")
  .action(async (options) => (await import("./mcp.ts")).mcp(options));

program
  .command("worker")
  .description("make heads for services that share the PostgreSQL of DATABASE_URL")
  .option("--heads <place>", "where the service keeps heads: a shared folder, or s3://bucket/prefix")
  .option("--workers <n>", "heads made at the same time", "1")
  .addOption(providerOption())
  .option("--threads <n>", "threads of onnxruntime for each head (default: every core)")
  .action(async (options) => (await import("./worker.ts")).worker(options));

try {
  const asked = process.argv.slice(2);
  if (asked.length === 1 && /^(-V|--version)$/.test(asked[0])) await version();
  else await program.parseAsync();
} catch (error) {
  process.exitCode = tellError(error, process.argv.includes("--json"));
}

function providerOption(): Option {
  const option = new Option("--provider <name>", "where networks run (default: the first that works)");
  return option.choices(["auto", ...PROVIDERS]);
}

function append(value: string, before: string[]): string[] {
  return [...before, value];
}
