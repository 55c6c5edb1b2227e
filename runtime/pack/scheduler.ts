import { type Json, openConfig } from "./config.ts";
import { PackError, type PackFiles } from "./files.ts";

const MOST_STEPS = 100_000;

/** scheduler_config.json, its fields as diffusers names them; what it says about noise is checked. */
export interface SchedulerSettings {
  num_train_timesteps: number;
  beta_start: number;
  beta_end: number;
  beta_schedule: "linear" | "scaled_linear" | "squaredcos_cap_v2";
  prediction_type: "epsilon" | "v_prediction" | "sample";
  rescale_betas_zero_snr: boolean;
  timestep_spacing: "leading" | "trailing" | "linspace";
  steps_offset: number;
  set_alpha_to_one: boolean;
  /** Everything in the file. */
  raw: Json;
}

export async function readScheduler(files: PackFiles, path = "scheduler/scheduler_config.json") {
  const c = await openConfig(files, path);
  c.only("beta_schedule", "linear", "scaled_linear", "squaredcos_cap_v2");
  c.only("prediction_type", "epsilon", "v_prediction", "sample");
  c.only("timestep_spacing", "leading", "trailing", "linspace");
  const settings: SchedulerSettings = {
    num_train_timesteps: c.int("num_train_timesteps", 1000),
    beta_start: c.float("beta_start", 0.0001),
    beta_end: c.float("beta_end", 0.02),
    beta_schedule: c.text("beta_schedule", "linear") as SchedulerSettings["beta_schedule"],
    prediction_type: c.text("prediction_type", "epsilon") as SchedulerSettings["prediction_type"],
    rescale_betas_zero_snr: c.bool("rescale_betas_zero_snr", false),
    timestep_spacing: c.text("timestep_spacing", "leading") as SchedulerSettings["timestep_spacing"],
    steps_offset: c.int("steps_offset", 0),
    set_alpha_to_one: c.bool("set_alpha_to_one", true),
    raw: c.json,
  };
  const { num_train_timesteps: steps, beta_start: first, beta_end: last } = settings;
  if (steps < 1 || steps > MOST_STEPS || !(first > 0 && first <= last && last < 1)) {
    const problem = `${steps} timesteps with betas from ${first} to ${last} are no noise schedule`;
    throw new PackError(path, problem, `Use the model's own: up to ${MOST_STEPS} timesteps, betas between 0 and 1`);
  }
  return settings;
}
