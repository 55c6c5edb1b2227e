import type { Page } from "playwright-core";
import { isGreen, isSolid, livePreviews, shows } from "./browser.ts";

/** What the tests ask of the starter pack: nothing else on their pages is green. */
export const ORC = "a green orc";

/** Shares of the canvas's pixels, 0..1, that heads cover at least. */
const SEEN = 0.005;

/** Writes what is wanted into the panel. */
export async function describeOrc(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Prompt" }).fill(ORC);
  await page.getByRole("spinbutton", { name: "Seed" }).fill("1");
  await page.keyboard.press("Tab");
  await page.getByLabel("Preset").selectOption("draft");
}

/** Waits until it has grown by some live previews, and is seen. */
export async function orcGrows(page: Page, previews: number): Promise<void> {
  await livePreviews(page, previews);
  await shows(page, isSolid, SEEN, "the growing head is seen");
}

/** Waits until it is done and stands there with its textures. */
export async function orcStands(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Download" }).waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  await orcIsSeen(page, "finished");
}

export function orcIsSeen(page: Page, why: string): Promise<void> {
  return shows(page, isGreen, SEEN, `the head stands there with its colour: ${why}`);
}
