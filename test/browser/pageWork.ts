import type { Page } from 'puppeteer-core';

/** ms of script, layout and style that the page has done since it was opened. */
export async function pageWorkMs(page: Page): Promise<number> {
  const { ScriptDuration = 0, LayoutDuration = 0, RecalcStyleDuration = 0 } = await page.metrics();
  return (ScriptDuration + LayoutDuration + RecalcStyleDuration) * 1_000;
}
