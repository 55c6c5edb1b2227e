/** The camera angles (degrees) that decide which view words a prompt gets. */
export interface ViewAngles {
  azimuth: number;
  elevation: number;
  /** True for a face close-up (see `stages/sample-camera.ts`). */
  closeUp: boolean;
}

/** View words of the paper (front, side, back, overhead view), preceded by "face close-up" where the camera is one. */
export function viewWords({ azimuth, elevation, closeUp }: ViewAngles): string {
  const turn = Math.abs(((((azimuth + 180) % 360) + 360) % 360) - 180);
  const side = turn < 45 ? "front view" : turn > 135 ? "back view" : "side view";
  const view = elevation > 35 && !closeUp ? "overhead view" : side;
  return closeUp ? `face close-up, ${view}` : view;
}

/**
 * Puts a description into a prompt template.
 * @param template for example "a DSLR portrait of {}"; `{}` is where the description goes.
 * @param view view words, or nothing for the self term of SSD, which goes without (paper, section 3.2).
 */
export function composePrompt(template: string, description: string, view?: string): string {
  const prompt = template.replace("{}", description.trim());
  return view ? `${prompt}, ${view}` : prompt;
}

/** Every view-word string there is, so that their text embeddings can be made once, before the first step. */
export const ALL_VIEWS: readonly string[] = [
  "front view",
  "side view",
  "back view",
  "overhead view",
  "face close-up, front view",
  "face close-up, side view",
];
