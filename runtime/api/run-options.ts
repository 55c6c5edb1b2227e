import type { Notice } from "../host/notice.ts";
import type { LivePreview } from "../stages/job/live-preview.ts";
import type { Progress } from "../stages/job/run-stage.ts";

/** How a call is followed and stopped, and how the machine is used. All optional. */
export interface RunOptions {
  /** Stops between two steps: the call rejects with the signal's reason, and the same call with the same folder goes on. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** The head as it stands, about once a second. */
  onPreview?: (preview: LivePreview) => void;
  /** Told of what deserves attention and stops nothing. */
  onNotice?: (notice: Notice) => void;
  /** Threads of onnxruntime and of the kernels; one for every core where absent. */
  threads?: number;
  /** Execution provider: auto, cpu, cuda, tensorrt, webgpu, dml or coreml. */
  provider?: string;
}
