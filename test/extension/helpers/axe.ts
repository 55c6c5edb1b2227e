import axe from "axe-core";
import type { Page } from "playwright-core";

/**
 * @returns serious and critical findings of axe within an element, in words. Fluent's focus sentinels are left out: they
 *   hand the focus on and never keep it.
 */
export async function accessibilityFaults(page: Page, selector: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (selector) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({
        include: [[selector]],
        exclude: [["[data-tabster-dummy]"]],
      }),
    selector,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
