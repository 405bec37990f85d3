import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let source: Promise<string> | undefined;

/** One broken rule with the elements that break it. */
export interface AxeFinding {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  readonly where: readonly string[];
}

/** What another theme can break; everything else is in the structure and the same in both. They take the longest. */
export const rulesOfColour: readonly string[] = ['color-contrast', 'link-in-text-block'];

export interface AxeRules {
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

/**
 * What axe-core finds on the page as it is now, serious and critical only (WCAG 2.2 A and AA). `within` narrows it to a
 * part of the page, `rules` to these rules or to all but these. An empty list is what every screen owes in both themes.
 */
export async function axeFindings(page: Page, within?: string, rules: AxeRules = {}): Promise<readonly AxeFinding[]> {
  source ??= readFile(script, 'utf8');
  await settled(page);
  // Evaluated by the debugger, so the content security policy of the page stays as it is.
  await page.evaluate(await source);
  const runOnly =
    rules.only === undefined
      ? { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
      : { type: 'rule', values: [...rules.only] };
  const without = Object.fromEntries((rules.without ?? []).map((rule) => [rule, { enabled: false }]));
  const results = await page.evaluate(
    async (selector, chosen, left) => {
      const { axe } = globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<unknown> } };
      return await axe.run(selector ?? document, {
        ...{ runOnly: chosen, rules: left },
        resultTypes: ['violations'],
      });
    },
    within,
    runOnly,
    without,
  );
  return (results as AxeResults).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact: impact ?? '',
      help,
      where: nodes.map(
        ({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ') ?? ''}`,
      ),
    }));
}

/** What is fading in has no contrast yet. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
