import { Argument, type Command } from "commander";
import { bench } from "./bench.ts";
import { doctor } from "./doctor.ts";
import { addModel, checkModel, listModels, removeModel } from "./models.ts";
import { providerOption } from "./options.ts";

/** Defines `headartist doctor | models | bench | evaluate`: what is here, and what it is worth. */
export function defineMachineCommands(program: Command): void {
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
}
