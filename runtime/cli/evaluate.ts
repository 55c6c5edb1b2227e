import { softView } from "../bake/preview/soft-view.ts";
import type { Surface } from "../bake/preview/surfaces.ts";
import { openFaceFinder } from "../face/find-faces.ts";
import { CAMERA, type FaceReport, judgeFace, YAW_TOLERANCE } from "../host/judge-face.ts";
import { ortHost } from "../host/node/ort/ort-host.ts";
import { packFolder } from "../host/node/pack-files.ts";
import { packagePath } from "../host/node/paths.ts";
import { readHead } from "../host/node/read-head.ts";
import { readThreads } from "../host/node/terminal/deliver-head.ts";
import { type ClipScorer, clipScore, openClipScorer } from "../pack/clip-score.ts";

/** Options of `headartist evaluate`, as the command line gives them. */
export interface EvaluateOptions {
  clip?: string[];
  threads?: string;
  json?: boolean;
}

interface Report extends FaceReport {
  /** Its folder or file, as it was given. */
  head: string;
  prompt: string | null;
  /** Score by CLIP model; null where the head does not say what it was made from. */
  clip: Record<string, number | null>;
}

/** Azimuths around the head whose CLIP scores are averaged, as the paper does with the frames of a turning head. */
const TURNTABLE = Array.from({ length: 12 }, (_, i) => 30 * i);

/** `headartist evaluate`: what face detector and CLIP make of finished heads. */
export async function evaluate(heads: string[], options: EvaluateOptions): Promise<void> {
  const host = ortHost({ threads: readThreads(options.threads) });
  const finder = await openFaceFinder(host, await packFolder(packagePath("assets", "face")));
  const scorers: ClipScorer[] = [];
  for (const folder of options.clip ?? []) scorers.push(await openClipScorer(host, await packFolder(folder)));
  const reports: Report[] = [];
  try {
    for (const path of heads) {
      const { prompt = null, surface } = await readHead(path);
      const clip: Report["clip"] = {};
      for (const scorer of scorers) {
        clip[scorer.name] = prompt === null ? null : await turntableScore(scorer, surface, prompt);
      }
      const report = { head: path, prompt, ...(await judgeFace(finder, surface)), clip };
      reports.push(report);
      process.stdout.write(options.json ? `${JSON.stringify({ event: "head", ...report })}\n` : `${line(report)}\n`);
    }
  } finally {
    for (const scorer of scorers) await scorer.release();
    await finder.release();
  }
  const sum = summary(reports);
  process.stdout.write(options.json ? `${JSON.stringify({ event: "summary", ...sum })}\n` : `${lastLine(sum)}\n`);
}

/** Mean cosine between the prompt and the views of a turntable. */
async function turntableScore(scorer: ClipScorer, surface: Surface, prompt: string): Promise<number> {
  const text = await scorer.embedText(prompt);
  let sum = 0;
  for (const azimuth of TURNTABLE) {
    const { rgb } = await softView(surface, { ...CAMERA, azimuth }, scorer.size);
    const planes = Float32Array.from(rgb, (_, i) => rgb[3 * (i % scorer.size ** 2) + Math.floor(i / scorer.size ** 2)]);
    sum += clipScore(text, await scorer.embedPicture(planes));
  }
  return sum / TURNTABLE.length;
}

function summary(reports: readonly Report[]) {
  const share = (test: (r: Report) => boolean) => reports.filter(test).length / reports.length;
  const models = Object.keys(reports[0].clip);
  const clip = Object.fromEntries(
    models.map((model) => {
      const scores = reports.map((r) => r.clip[model]).filter((score) => score !== null);
      return [model, scores.length > 0 ? scores.reduce((a, b) => a + b) / scores.length : null];
    }),
  );
  return {
    heads: reports.length,
    facesAtFront: share(({ front }) => front > 0),
    yawAgreement: share(({ yawAgrees }) => yawAgrees),
    janusRate: share(({ behind }) => behind.length > 0),
    clip,
  };
}

const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
const scores = (clip: Report["clip"]) =>
  Object.entries(clip).map(([model, score]) => `CLIP ${model} ${score === null ? "no prompt" : score.toFixed(4)}`);

function line({ head, front, yaw, behind, clip }: Report): string {
  const turned = yaw.map(({ asked, seen }) => `${asked}° seen as ${seen === null ? "no face" : `${seen.toFixed(0)}°`}`);
  const back = behind.length > 0 ? `FACE BEHIND at ${behind.map((a) => `${a}°`).join(", ")}` : "no face behind";
  const face = front > 0 ? `face ${front.toFixed(2)}` : "NO FACE";
  return [head, face, ...turned, back, ...scores(clip)].join("   ");
}

function lastLine({ heads, facesAtFront, yawAgreement, janusRate, clip }: ReturnType<typeof summary>): string {
  const parts = [
    `face at the front ${percent(facesAtFront)}`,
    `yaw within ${YAW_TOLERANCE}° ${percent(yawAgreement)}`,
    `Janus rate ${percent(janusRate)}`,
  ];
  return `${heads} ${heads === 1 ? "head" : "heads"}: ${[...parts, ...scores(clip)].join(", ")}`;
}
