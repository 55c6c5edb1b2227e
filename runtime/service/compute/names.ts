/** The newest live preview, kept beside the head's other files. */
export const LIVE_NAME = "live.glb";
