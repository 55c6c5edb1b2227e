import assert from "node:assert/strict";
import { LIVE_MEASURE } from "../../extension/scene/director.ts";
import { dataFolder } from "../service/helpers/folders.ts";
import { accessibilityFaults } from "./helpers/axe.ts";
import { browserTest, hides, isGreen, livePreviews, openPage, picture } from "./helpers/browser.ts";
import { describeOrc, orcGrows, orcIsSeen, orcStands } from "./helpers/draft-orc.ts";
import { serve } from "./helpers/served.ts";

browserTest("a draft head grows in the studio, survives kill -9 of the service, and stands there", async () => {
  const data = await dataFolder();
  const first = await serve(data);
  const page = await openPage(first.address, { width: 1000, height: 720 });
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("a green gob");
  assert.equal(new URL(page.url()).hash, "", "the token is not left in the address");
  await page.getByRole("button", { name: "goblin", exact: true }).click();
  assert.equal(await prompt.inputValue(), "a green goblin ");
  await prompt.press("End");
  await prompt.pressSequentially("wizzard");
  await page.getByText("wizzard → wizard").waitFor();
  await picture(page, "studio-unknown-word");
  await describeOrc(page);
  await prompt.press("Control+Enter");
  await page.getByText("Shaping", { exact: true }).waitFor();
  await orcGrows(page, 2);
  await picture(page, "studio-growing");

  const away = page.getByText("The headartist service is not running");
  await first.kill();
  await away.waitFor();
  assert.equal(await page.getByRole("button", { name: "Download" }).count(), 0, "killed before it was done");
  assert.equal(
    await page.locator("code").textContent(),
    `npx babylon-headartist serve --data ${data} --port ${first.port}`,
  );
  assert.ok(await page.getByRole("button", { name: "Make the head" }).isDisabled());
  await picture(page, "studio-service-away");
  await serve(data, first.port);
  await away.waitFor({ state: "detached" });
  await livePreviews(page, 1);

  await orcStands(page);
  await page.locator("[data-testid=headartist-panel] img").first().waitFor();
  await picture(page, "studio-finished");
  const busy = await page.evaluate(
    (name) => performance.getEntriesByName(name).map(({ duration }) => duration),
    LIVE_MEASURE,
  );
  // What else the machine does adds to these times and never takes away: the quickest quarter tells what an update costs.
  const quick = busy.sort((a, b) => a - b)[busy.length >> 2];
  assert.ok(busy.length >= 3 && quick < 50, `live updates took ${busy.map(Math.round)} ms`);
  assert.deepEqual(await accessibilityFaults(page, "body"), []);

  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await hides(page, isGreen, "undone");
  await page.getByRole("button", { name: "Redo" }).click();
  await orcIsSeen(page, "done again");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  assert.match((await download).suggestedFilename(), /^a-green-orc-.*\.glb$/);
  assert.deepEqual(page.faults, []);
});
