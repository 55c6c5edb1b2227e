import { type Static, Type } from "typebox";
import { ERROR_CODES } from "../errors.ts";
import { Nullable, OneOf, Time, Uuid } from "./texts.ts";

export const ComposedPrompt = Type.Object(
  {
    prompt: Type.String({ description: "the changed Look, said in words" }),
    report: Type.Ref("Report"),
    changes: Type.Array(Type.String(), { description: "what changes of the Look, in words" }),
    carrier: OneOf(["layers", "grid"], {
      description: "what the head is made of; of one on the grid what changes, where and how much can be limited",
    }),
  },
  { $id: "ComposedPrompt" },
);

export const ErrorInfo = Type.Object(
  {
    code: OneOf(ERROR_CODES),
    message: Type.String({ description: "what went wrong here" }),
    remedy: Type.String({ description: "what to do about it" }),
  },
  { $id: "ErrorInfo" },
);
export const ErrorAnswer = Type.Object({ error: Type.Ref("ErrorInfo") }, { $id: "ErrorAnswer" });

export const STAGES = ["prepare", "geometry", "texture", "refine", "bake"] as const;
export const Progress = Type.Object(
  {
    stage: OneOf(STAGES),
    step: Type.Integer({ description: "steps done of this stage" }),
    steps: Type.Integer({ description: "steps of this stage" }),
    secondsPerStep: Type.Number(),
    done: Type.Number({ description: "share of the whole head's work that is done, 0..1; never falls" }),
    eta: Type.Number({ description: "seconds until the head is done, as far as can be told" }),
    loss: Type.Optional(Type.Number()),
  },
  { $id: "Progress" },
);
export type Progress = Static<typeof Progress>;

export const STATES = ["queued", "running", "pausing", "paused", "cancelling", "cancelled", "failed", "done"] as const;
export type State = (typeof STATES)[number];
const State = OneOf(STATES, { description: "pausing and cancelling last until the worker has stopped" });

export const Head = Type.Object(
  {
    id: Uuid,
    createdAt: Time,
    finishedAt: Nullable(Time),
    request: Type.Ref("HeadRequest"),
    edit: Nullable(Type.Ref("Edit")),
    state: State,
    preview: Type.Integer({ description: "number of the newest live preview; 0 before the first" }),
    error: Nullable(Type.Ref("ErrorInfo")),
    report: Nullable(Type.Ref("Report")),
  },
  { $id: "Head" },
);
export const HeadPage = Type.Object(
  { heads: Type.Array(Type.Ref("Head")), next: Nullable(Uuid) },
  { $id: "HeadPage", description: "newest first; pass `next` as `before` for the following page" },
);
export const HeadHistory = Type.Object(
  { heads: Type.Array(Type.Ref("Head")) },
  { $id: "HeadHistory", description: "every version of a head, parents before their children" },
);

export const Job = Type.Object(
  {
    id: Type.String({ description: "the id of the head it makes" }),
    state: State,
    progress: Nullable(Type.Ref("Progress")),
    error: Nullable(Type.Ref("ErrorInfo")),
  },
  { $id: "Job", description: "The making of one head." },
);
export const JobList = Type.Object(
  { jobs: Type.Array(Type.Ref("Job")) },
  { $id: "JobList", description: "unfinished jobs, the next one first" },
);

const EVENT_TYPES = [
  "queued",
  "started",
  "stage",
  "progress",
  "preview",
  "paused",
  "cancelled",
  "failed",
  "done",
  "deleted",
  "reset",
] as const;
export const ServiceEvent = Type.Object(
  {
    type: OneOf(EVENT_TYPES, { description: "reset: events were missed, read the heads again" }),
    head: Nullable(Uuid),
    at: Time,
    progress: Type.Optional(Type.Ref("Progress")),
    preview: Type.Optional(Type.Integer({ description: "number of the preview to fetch as live.glb" })),
    error: Type.Optional(Type.Ref("ErrorInfo")),
  },
  { $id: "ServiceEvent", description: "The data of one server-sent event; its id resumes the stream." },
);
export type ServiceEvent = Static<typeof ServiceEvent>;
