import { Command, Option } from "commander";
import { bench } from "./bench.ts";
import { doctor } from "./doctor.ts";
import { ExitError } from "./errors.ts";
import { generate } from "./generate.ts";
import { PRESETS } from "./presets.ts";

const program = new Command("headartist")
  .description("Text-to-3D heads: from a prompt to a game-ready GLB.")
  .showHelpAfterError("(add --help for the options)");

program
  .command("generate")
  .description("make a head from a description")
  .argument("<prompt...>", 'what the head looks like, for example "an old man with a white beard"')
  .option("-o, --output <file.glb>", "where the GLB goes", "head.glb")
  .option("--negative <text>", "what the head must not look like")
  .option("--seed <n>", "random seed, 0 to 4294967295", "0")
  .addOption(new Option("--preset <name>", "how much work to spend").choices(PRESETS).default("standard"))
  .option("--pack <name or folder>", "model pack", "starter")
  .option("--head <folder>", "head document to write, or to resume (default: beside the GLB)")
  .option("--preview <file.png>", "render a turntable sheet")
  .option("--texture-size <n>", "texture edge in texels: 512, 1024, 2048 or 4096")
  .option("--triangles <n>", "triangle budget of LOD0, 500 to 200000")
  .addOption(new Option("--texture-format <format>", "image format in the GLB").choices(["png", "webp"]))
  .option("--compress", "compress geometry with EXT_meshopt_compression")
  .option("--threads <n>", "threads of onnxruntime (default: every core)")
  .option("--json", "print progress and the result as JSON lines")
  .action((words: string[], options) => generate(words.join(" "), options));

program
  .command("doctor")
  .description("say what this machine can run and whether the model pack is whole")
  .option("--json", "print the report as JSON")
  .action(doctor);

program
  .command("bench")
  .description("time kernels and stages, against PyTorch where Python has it")
  .option("--json", "print the results as JSON")
  .action(bench);

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof ExitError || error instanceof RangeError;
  process.stderr.write(`headartist: ${known || !process.env.DEBUG ? messageOf(error) : (error as Error).stack}\n`);
  process.exitCode = error instanceof ExitError ? error.exitCode : 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
