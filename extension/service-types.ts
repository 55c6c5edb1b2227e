// Generated from the service's /openapi.json: run `npm run client-types` after a change of its routes.

/** Characters of the longest prompt or instruction, and the largest seed. */
export const LIMITS = { text: 1000, seed: 4294967295 } as const;

/** What a prompt or an instruction has to be like. */
export const WORDS = /^(?=.*[\p{L}\p{N}])[^\p{Cc}\p{Cs}]*$/u;

export interface HeadRequest {
  /** what the head looks like */
  prompt: string;
  /** a title for the gallery */
  name?: string;
  /** what it must not look like */
  negative?: string;
  /** drawn where absent */
  seed?: number;
  preset?: "built" | "draft" | "standard" | "high" | "grown" | "paper" | "paper-fast";
  pack?: string;
  /** texture edge in texels; 256 of heads of layers alone */
  textureSize?: 256 | 512 | 1024 | 2048 | 4096;
  /** triangle budget of LOD0 */
  triangles?: number;
  /** auto (JPEG and PNG) and ktx2 of heads of layers alone */
  textureFormat?: "auto" | "png" | "webp" | "ktx2";
  /** EXT_meshopt_compression */
  compress?: boolean;
  /** morph targets, of heads of layers */
  morphs?: "none" | "speech" | "all";
  /** a body's skeleton and VRM, of heads of layers: for TalkingHead and three-vrm */
  avatar?: boolean;
  /** fields of the Look by their paths, beside what the prompt says: {"age": 35, "hair.color": "#7a3b1e"} */
  set?: Record<string, string | number>;
}

export interface NewHead {
  /** what the head looks like; may be left out where fields are set */
  prompt?: string;
  /** a title for the gallery */
  name?: string;
  /** what it must not look like */
  negative?: string;
  /** drawn where absent */
  seed?: number;
  preset?: "built" | "draft" | "standard" | "high" | "grown" | "paper" | "paper-fast";
  pack?: string;
  /** texture edge in texels; 256 of heads of layers alone */
  textureSize?: 256 | 512 | 1024 | 2048 | 4096;
  /** triangle budget of LOD0 */
  triangles?: number;
  /** auto (JPEG and PNG) and ktx2 of heads of layers alone */
  textureFormat?: "auto" | "png" | "webp" | "ktx2";
  /** EXT_meshopt_compression */
  compress?: boolean;
  /** morph targets, of heads of layers */
  morphs?: "none" | "speech" | "all";
  /** a body's skeleton and VRM, of heads of layers: for TalkingHead and three-vrm */
  avatar?: boolean;
  /** fields of the Look by their paths, beside what the prompt says: {"age": 35, "hair.color": "#7a3b1e"} */
  set?: Record<string, string | number>;
}

export interface EditRequest {
  /** what to change */
  instruction: string;
  /** the whole new description; composed where absent */
  prompt?: string;
  /** a title for the gallery */
  name?: string;
  what?: "shape" | "color" | "both";
  /** share of the change */
  strength?: number;
  /** none: the whole head */
  regions?: Array<"face" | "hair" | "eyes" | "brows" | "nose" | "lips" | "ears" | "neck">;
  /** drawn where absent */
  seed?: number;
  /** the parent's where absent */
  preset?: "built" | "draft" | "standard" | "high" | "grown" | "paper" | "paper-fast";
}

/** How a head was changed into this one. */
export interface Edit {
  parent: string;
  /** what to change */
  instruction: string;
  what: "shape" | "color" | "both";
  /** share of the change */
  strength: number;
  /** none: the whole head */
  regions: Array<"face" | "hair" | "eyes" | "brows" | "nose" | "lips" | "ears" | "neck">;
}

export interface ComposedPrompt {
  /** the changed Look, said in words */
  prompt: string;
  report: Report;
  /** what changes of the Look, in words */
  changes: Array<string>;
  /** what the head is made of; of one on the grid what changes, where and how much can be limited */
  carrier: "layers" | "grid";
}

export interface ErrorInfo {
  code:
    | "HOST_REFUSED"
    | "ORIGIN_REFUSED"
    | "TOKEN_MISSING"
    | "TOKEN_WRONG"
    | "PAIRING_CLOSED"
    | "PAIRING_CODE_WRONG"
    | "PAIRING_LIMIT"
    | "BODY_TOO_LARGE"
    | "BODY_NOT_JSON"
    | "BODY_MALFORMED"
    | "REQUEST_INVALID"
    | "ROUTE_UNKNOWN"
    | "METHOD_NOT_ALLOWED"
    | "HEAD_UNKNOWN"
    | "PART_UNKNOWN"
    | "FILE_NOT_YET"
    | "JOB_STATE"
    | "PACK_MISSING"
    | "QUEUE_FULL"
    | "STREAMS_FULL"
    | "DISK_FULL"
    | "STORAGE_FAILED"
    | "DATABASE_FAILED"
    | "RECIPE_REJECTED"
    | "PACK_UNUSABLE"
    | "BAKE_REJECTED"
    | "IMPORT_REJECTED"
    | "FILE_DAMAGED"
    | "HEAD_UNUSABLE"
    | "MACHINE_LACKS"
    | "COMPUTE_FAILED"
    | "COMPUTE_CRASHED"
    | "PORT_IN_USE"
    | "FOLDER_IN_USE"
    | "FOLDER_EXPOSED"
    | "INTERNAL";
  /** what went wrong here */
  message: string;
  /** what to do about it */
  remedy: string;
}

export interface ErrorAnswer {
  error: ErrorInfo;
}

export interface Progress {
  stage: "prepare" | "geometry" | "texture" | "refine" | "bake";
  /** steps done of this stage */
  step: number;
  /** steps of this stage */
  steps: number;
  secondsPerStep: number;
  /** share of the whole head's work that is done, 0..1; never falls */
  done: number;
  /** seconds until the head is done, as far as can be told */
  eta: number;
  loss?: number;
}

export interface Head {
  id: string;
  /** RFC 3339, UTC */
  createdAt: string;
  finishedAt: string | null;
  request: HeadRequest;
  edit: Edit | null;
  /** pausing and cancelling last until the worker has stopped */
  state: "queued" | "running" | "pausing" | "paused" | "cancelling" | "cancelled" | "failed" | "done";
  /** number of the newest live preview; 0 before the first */
  preview: number;
  error: ErrorInfo | null;
  report: Report | null;
}

/** newest first; pass `next` as `before` for the following page */
export interface HeadPage {
  heads: Array<Head>;
  next: string | null;
}

/** every version of a head, parents before their children */
export interface HeadHistory {
  heads: Array<Head>;
}

/** The making of one head. */
export interface Job {
  /** the id of the head it makes */
  id: string;
  /** pausing and cancelling last until the worker has stopped */
  state: "queued" | "running" | "pausing" | "paused" | "cancelling" | "cancelled" | "failed" | "done";
  progress: Progress | null;
  error: ErrorInfo | null;
}

/** unfinished jobs, the next one first */
export interface JobList {
  jobs: Array<Job>;
}

export interface PackInfo {
  name: string;
  present: boolean;
  /** what it can be asked for; none where it cannot make heads */
  presets: Array<"built" | "draft" | "standard" | "high" | "grown" | "paper" | "paper-fast">;
  /** used where a request names none */
  active: boolean;
}

export interface PackList {
  packs: Array<PackInfo>;
}

/** what a prompt can ask for, by group */
export interface Vocabulary {
  groups: Array<{
    name: string;
    words: Array<string>;
  }>;
}

export interface PartInfo {
  /** kind and name: hat.fedora */
  id: string;
  kind: string;
  /** phrases of a prompt that ask for it */
  words: Array<string>;
  /** what a Look that wears it has: the id of its part, the style of its hair */
  wears: string;
  /** it does not ship with the package */
  own: boolean;
  /** SPDX identifier */
  licence: string;
  source: string;
}

/** what heads of layers can wear, by kind and name */
export interface PartList {
  parts: Array<PartInfo>;
}

export interface Look {
  version: 1;
  who: {
    sex: {
      /** shape of a man */
      male?: number;
      /** shape of a woman */
      female?: number;
    };
    /** years */
    age?: number;
    ethnicity: {
      /** share of the mix */
      african?: number;
      /** share of the mix */
      asian?: number;
      /** share of the mix */
      caucasian?: number;
    };
    /** whose colours and features are usual, beside the mix: south asian, middle eastern … */
    people?: string;
    /** how far a seed mixes descents where none is said: little in what goes with blonde hair; 1 where absent */
    mixed?: number;
    build: {
      /** 0..1 */
      thin?: number;
      /** 0..1 */
      heavy?: number;
      /** 0..1 */
      muscular?: number;
    };
    /** what it is where it is no human: orc, elf, zombie … */
    creature?: string;
    /** trades and characters, as said: pirate, nurse, king … */
    roles?: Array<string>;
  };
  /** shape morphs of the template, beside what `who` says */
  face: Record<string, number>;
  skin: {
    /** red, green, blue: sRGB in [0, 1] */
    tone?: Array<number>;
    material?: {
      /** gold, bronze, marble, wood, leather … */
      name: string;
      /** red, green, blue: sRGB in [0, 1] */
      color?: Array<number>;
      metallic: number;
      roughness: number;
      /** of its surface */
      pattern?: "patina" | "veins" | "speckle" | "grain" | "thumbs" | "frost" | "fur" | "scales" | "panels";
    };
    /** of the skin: scales, panels */
    pattern?: "patina" | "veins" | "speckle" | "grain" | "thumbs" | "frost" | "fur" | "scales" | "panels";
    /** what is painted on it */
    details?: Array<"bloodless" | "sunken" | "rotting" | "shadowed" | "eyeBags" | "flushed" | "smooth">;
  };
  eyes: {
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    /** red, green, blue: sRGB in [0, 1] */
    sclera?: Array<number>;
    /** of an eye that is no usual one: robot, glass, blind, missing, glowing, cat, closed */
    kind?: string;
    /** what differs on the character's left */
    left?: {
      /** red, green, blue: sRGB in [0, 1] */
      color?: Array<number>;
      /** red, green, blue: sRGB in [0, 1] */
      sclera?: Array<number>;
      /** of an eye that is no usual one: robot, glass, blind, missing, glowing, cat, closed */
      kind?: string;
    };
    /** what differs on the character's right */
    right?: {
      /** red, green, blue: sRGB in [0, 1] */
      color?: Array<number>;
      /** red, green, blue: sRGB in [0, 1] */
      sclera?: Array<number>;
      /** of an eye that is no usual one: robot, glass, blind, missing, glowing, cat, closed */
      kind?: string;
    };
  };
  brows: {
    form?: "none" | "natural" | "bushy" | "thin" | "arched" | "straight" | "angled" | "feathered" | "joined";
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    /** how dense */
    opacity?: number;
  };
  lashes?: "none" | "short" | "natural" | "long" | "thick";
  hair?: {
    /** id of the style */
    style: string;
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    /** factor of the usual size */
    length?: number;
    /** factor of the usual size */
    volume?: number;
    /** there, but covered by what is worn */
    hidden?: boolean;
  };
  beard?: {
    /** id of the style */
    style: string;
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    /** factor of the usual size */
    length?: number;
    /** factor of the usual size */
    volume?: number;
    /** there, but covered by what is worn */
    hidden?: boolean;
  };
  moustache?: {
    /** id of the style */
    style: string;
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    /** factor of the usual size */
    length?: number;
    /** factor of the usual size */
    volume?: number;
    /** there, but covered by what is worn */
    hidden?: boolean;
  };
  parts: Array<{
    kind:
      | "hat"
      | "glasses"
      | "horns"
      | "tusks"
      | "ears"
      | "earrings"
      | "piercing"
      | "necklace"
      | "mask"
      | "eyepatch"
      | "bandage"
      | "teeth"
      | "ornament";
    /** which of its kind */
    id: string;
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    /** of slots beside the main one: band, lens …; of any hat stripes, and trim, which is fur along its edge */
    colors?: Record<string, Array<number>>;
    material?: {
      /** gold, bronze, marble, wood, leather … */
      name: string;
      /** red, green, blue: sRGB in [0, 1] */
      color?: Array<number>;
      metallic: number;
      roughness: number;
      /** of its surface */
      pattern?: "patina" | "veins" | "speckle" | "grain" | "thumbs" | "frost" | "fur" | "scales" | "panels";
    };
    /** factor of the usual size */
    size?: number;
    /** the character's own; absent is both */
    side?: "left" | "right";
    /** backwards, forehead, tilted, raised … */
    placement?: string;
  }>;
  marks: Array<{
    /** freckles, scar, lipstick, tattoo … */
    name: string;
    /** red, green, blue: sRGB in [0, 1] */
    color: Array<number>;
    opacity: number;
    /** factor of the usual size */
    size?: number;
    /** the character's own; absent is both */
    side?: "left" | "right";
    /** where, if not where such marks usually are */
    place?: "forehead" | "brow" | "eye" | "cheek" | "cheekbones" | "nose" | "mouth" | "lip" | "jaw" | "chin" | "neck";
  }>;
  /** ARKit expressions */
  expression: Record<string, number>;
  /** of everything: a statue, a robot */
  material?: {
    /** gold, bronze, marble, wood, leather … */
    name: string;
    /** red, green, blue: sRGB in [0, 1] */
    color?: Array<number>;
    metallic: number;
    roughness: number;
    /** of its surface */
    pattern?: "patina" | "veins" | "speckle" | "grain" | "thumbs" | "frost" | "fur" | "scales" | "panels";
  };
  /** of everything, where a material or a creature has one */
  pattern?: "patina" | "veins" | "speckle" | "grain" | "thumbs" | "frost" | "fur" | "scales" | "panels";
  /** which person of this description a seed makes: a key of random draws */
  individual: number;
  /** fields that the seed chose, and no word */
  chosen: Array<string>;
  /** words for the diffusion model */
  rest: {
    /** what speaks of the picture: light, medium, quality */
    style: Array<string>;
    /** what is understood and not drawn, and what is unknown */
    extra: Array<string>;
  };
}

export interface ReportItem {
  /** the words, as they stand in the prompt */
  text: string;
  /** where they stand, first character and one past the last, with the little words that lead them in */
  ranges: Array<Array<number>>;
  /** used: it shows; known: understood, not drawn; unknown */
  state: "used" | "known" | "unknown";
  /** fields of the Look that it set */
  sets: Array<string>;
  /** what it was taken for, where that is not what stands there */
  readAs?: string;
  /** what became of it */
  note?: string;
  /** words of the vocabulary nearest in meaning */
  suggestions?: Array<string>;
}

export interface Report {
  /** in the order of the prompt; every word is in one */
  items: Array<ReportItem>;
  /** of the whole prompt: its language, contradictions and what won */
  notes: Array<string>;
}

/** what a prompt is read as */
export interface Reading {
  look: Look;
  report: Report;
  /** the Look, said in the vocabulary's words */
  description: string;
}

export interface Health {
  status: "ok";
  service: "headartist";
  version: string;
}

export interface Place {
  /** the data folder */
  data: string;
  /** it is the one that `serve` takes without --data */
  usual: boolean;
}

export interface PairingBegun {
  /** name of this pairing, to be sent with its code */
  pairing: string;
  /** seconds the code shown in the terminal is good for */
  expiresIn: number;
}

export interface PairingCode {
  pairing: string;
  code: string;
}

export interface RenewRequest {
  /** the token of the launch that crashed */
  token: string;
}

export interface TokenAnswer {
  token: string;
}

/** The data of one server-sent event; its id resumes the stream. */
export interface ServiceEvent {
  /** reset: events were missed, read the heads again */
  type:
    | "queued"
    | "started"
    | "stage"
    | "progress"
    | "preview"
    | "paused"
    | "cancelled"
    | "failed"
    | "done"
    | "deleted"
    | "reset";
  head: string | null;
  /** RFC 3339, UTC */
  at: string;
  progress?: Progress;
  /** number of the preview to fetch as live.glb */
  preview?: number;
  error?: ErrorInfo;
}

export interface Operations {
  /** Whether the service and its database answer. */
  health: {
    method: "GET";
    path: "/api/health";
    query: undefined;
    body: undefined;
    answer: Health;
  };
  /** Where the service keeps its heads. */
  readPlace: {
    method: "GET";
    path: "/api/place";
    query: undefined;
    body: undefined;
    answer: Place;
  };
  /** Prometheus metrics. */
  metrics: {
    method: "GET";
    path: "/metrics";
    query: undefined;
    body: undefined;
    answer: string;
  };
  /** Shows a code of six digits in the service's terminal. */
  beginPairing: {
    method: "POST";
    path: "/api/pairing";
    query: undefined;
    body: undefined;
    answer: PairingBegun;
  };
  /** Trades the code for the bearer token. */
  finishPairing: {
    method: "POST";
    path: "/api/pairing/finish";
    query: undefined;
    body: PairingCode;
    answer: TokenAnswer;
  };
  /** Trades the token of a launch that crashed for this launch's, within ten minutes of the restart. */
  renewToken: {
    method: "POST";
    path: "/api/renewal";
    query: undefined;
    body: RenewRequest;
    answer: TokenAnswer;
  };
  /** Asks for a head; it is made when its turn comes. */
  createHead: {
    method: "POST";
    path: "/api/heads";
    query: undefined;
    body: NewHead;
    answer: Head;
  };
  /** Heads, newest first. */
  listHeads: {
    method: "GET";
    path: "/api/heads";
    query: { limit?: string; before?: string };
    body: undefined;
    answer: HeadPage;
  };
  /** One head. */
  readHead: {
    method: "GET";
    path: "/api/heads/{id}";
    query: undefined;
    body: undefined;
    answer: Head;
  };
  /** Forgets a head and removes its files; a running job is stopped. */
  deleteHead: {
    method: "DELETE";
    path: "/api/heads/{id}";
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  /** Asks for a child of a finished head, changed by text; it is made when its turn comes. */
  editHead: {
    method: "POST";
    path: "/api/heads/{id}/edits";
    query: undefined;
    body: EditRequest;
    answer: Head;
  };
  /** The description an edit would go by: the head's own, with what the instruction contradicts replaced. */
  composeEdit: {
    method: "GET";
    path: "/api/heads/{id}/edit-prompt";
    query: { instruction: string };
    body: undefined;
    answer: ComposedPrompt;
  };
  /** Every version of a head: its ancestors, and all that was edited from the first of them. */
  readHistory: {
    method: "GET";
    path: "/api/heads/{id}/history";
    query: undefined;
    body: undefined;
    answer: HeadHistory;
  };
  /** The finished head. */
  readGlb: {
    method: "GET";
    path: "/api/heads/{id}/head.glb";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** The next coarser level of a finished head of layers; heads on the grid hold their levels in head.glb. */
  readLod1: {
    method: "GET";
    path: "/api/heads/{id}/head.lod1.glb";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** The level after that. */
  readLod2: {
    method: "GET";
    path: "/api/heads/{id}/head.lod2.glb";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** The coarsest level. */
  readLod3: {
    method: "GET";
    path: "/api/heads/{id}/head.lod3.glb";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** A picture of the finished head. */
  readPreview: {
    method: "GET";
    path: "/api/heads/{id}/preview.png";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** The head as it stands: meshopt-compressed, with vertex colours; the newest alone is kept. */
  readLive: {
    method: "GET";
    path: "/api/heads/{id}/live.glb";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** The head document. */
  readDocument: {
    method: "GET";
    path: "/api/heads/{id}/head.json";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** What the geometry stage ended with. */
  readGeometry: {
    method: "GET";
    path: "/api/heads/{id}/geometry.safetensors";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** What the texture and refine stages ended with. */
  readColor: {
    method: "GET";
    path: "/api/heads/{id}/color.safetensors";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** Where the running stage stands. */
  readCheckpoint: {
    method: "GET";
    path: "/api/heads/{id}/checkpoint.safetensors";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** Jobs that are running, waiting or paused, the next one first. */
  listJobs: {
    method: "GET";
    path: "/api/jobs";
    query: undefined;
    body: undefined;
    answer: JobList;
  };
  /** One job; its id is the head's. */
  readJob: {
    method: "GET";
    path: "/api/jobs/{id}";
    query: undefined;
    body: undefined;
    answer: Job;
  };
  /** Stops a job within two seconds; its checkpoint stays. */
  cancelJob: {
    method: "POST";
    path: "/api/jobs/{id}/cancel";
    query: undefined;
    body: undefined;
    answer: Job;
  };
  /** Stops a job at its next checkpoint, until it is resumed. */
  pauseJob: {
    method: "POST";
    path: "/api/jobs/{id}/pause";
    query: undefined;
    body: undefined;
    answer: Job;
  };
  /** Goes on with a job that was paused, cancelled, or failed. */
  resumeJob: {
    method: "POST";
    path: "/api/jobs/{id}/resume";
    query: undefined;
    body: undefined;
    answer: Job;
  };
  /** Model packs. */
  listPacks: {
    method: "GET";
    path: "/api/packs";
    query: undefined;
    body: undefined;
    answer: PackList;
  };
  /** Hair, hats, glasses … that a prompt can ask for; own parts as they were when the service started. */
  listParts: {
    method: "GET";
    path: "/api/parts";
    query: undefined;
    body: undefined;
    answer: PartList;
  };
  /** A part on the average head; drawn when it is first asked for, then kept in the data folder. */
  readPartPicture: {
    method: "GET";
    path: "/api/parts/{id}/picture.png";
    query: undefined;
    body: undefined;
    answer: Blob;
  };
  /** What a prompt can ask for, for suggestions while typing. */
  readVocabulary: {
    method: "GET";
    path: "/api/vocabulary";
    query: undefined;
    body: undefined;
    answer: Vocabulary;
  };
  /** What a prompt is read as, and what becomes of each of its words, before anything is made. */
  readPrompt: {
    method: "GET";
    path: "/api/reading";
    query: {
      prompt: string;
      seed?: string;
      preset?: "built" | "draft" | "standard" | "high" | "grown" | "paper" | "paper-fast";
    };
    body: undefined;
    answer: Reading;
  };
  /** Server-sent events; read them with fetch, since EventSource cannot send the token. */
  events: {
    method: "GET";
    path: "/api/events";
    query: { head?: string };
    body: undefined;
    answer: ServiceEvent;
  };
}
