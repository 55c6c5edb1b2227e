import type { Progress } from "../../../stages/job/run-stage.ts";

/** Writes progress: a line that rewrites itself on a terminal, a line per stage elsewhere, JSON lines on request. */
export function progressWriter(json: boolean, stream: NodeJS.WriteStream = process.stderr): (p: Progress) => void {
  let lastStage = "";
  let lastTime = 0;
  return (progress) => {
    const now = Date.now();
    const ended = progress.step === progress.steps;
    const changed = progress.stage !== lastStage;
    if (!changed && !ended && now - lastTime < (stream.isTTY && !json ? 100 : 2000)) return;
    lastTime = now;
    if (json) {
      process.stdout.write(`${JSON.stringify({ event: "progress", ...progress })}\n`);
    } else if (stream.isTTY) {
      stream.write(`${changed && lastStage ? "\n" : ""}\r\x1b[K${describe(progress)}`);
      if (ended && progress.stage === "bake") stream.write("\n");
    } else {
      stream.write(`${describe(progress)}\n`);
    }
    lastStage = progress.stage;
  };
}

function describe({ stage, step, steps, secondsPerStep, eta, loss }: Progress): string {
  const parts = [`${stage.padEnd(8)} ${String(step).padStart(String(steps).length)}/${steps}`];
  if (secondsPerStep > 0) parts.push(`${secondsPerStep.toFixed(3)} s/step`);
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(3)}`);
  if (eta > 0) parts.push(`${formatSeconds(eta)} left`);
  return parts.join("   ");
}

/** "75" → "1 min 15 s". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
