import { For, Show, type JSX } from 'solid-js';
import type { PackageRates } from '#shared/package/packageTrouble.ts';
import { Section } from '../ui/ObjectPage.tsx';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import type { PackageDraft } from './packageDraft.ts';
import { longestBurst, packageSummary, ratesText } from './packageSummary.ts';

interface Line {
  readonly when: string;
  readonly gets: string;
}

/** What the package comes to: in one line, and what a router is asked to do at each time. */
export function PackagePreview(props: { draft: PackageDraft; rates: PackageRates }): JSX.Element {
  const lines = (): Line[] => {
    const { downBps, upBps, burst, limitAt, profiles, fup } = props.rates;
    const own = downBps === null || upBps === null ? say('package.noLimit') : ratesText({ downBps, upBps });
    return [
      {
        when: say('package.preview.usual'),
        gets: [
          own,
          burst &&
            say('package.preview.burst', {
              down: withUnit(burst.down.limitBps, 'bitrate'),
              downSeconds: Math.round(longestBurst(burst.down)),
              up: withUnit(burst.up.limitBps, 'bitrate'),
              upSeconds: Math.round(longestBurst(burst.up)),
            }),
          limitAt && say('package.preview.guaranteed', { rates: ratesText(limitAt) }),
          props.draft.priority !== 8 && say('package.preview.priority', { priority: props.draft.priority }),
        ]
          .filter(Boolean)
          .join(' · '),
      },
      ...profiles.map(({ from, until, rates }) => ({ when: `${from}–${until}`, gets: ratesText(rates) })),
      ...(fup
        ? [
            {
              when: say('package.preview.quotaUsed'),
              gets: fup.act === 'throttle' ? ratesText(fup.rates) : say('package.fup.block'),
            },
          ]
        : []),
      { when: say('package.preview.expired'), gets: say(`package.expiry.${props.draft.onExpiry}`) },
    ];
  };
  return (
    <Section title={say('package.preview.title')}>
      <div class="package-preview">
        <p>{packageSummary(props.rates)}</p>
        <dl class="facts">
          <For each={lines()}>
            {({ when, gets }) => (
              <>
                <dt>{when}</dt>
                <dd class="number">{gets}</dd>
              </>
            )}
          </For>
        </dl>
        <Show when={props.draft.accessTypes.includes('static')}>
          <p class="muted">{say('package.preview.static')}</p>
        </Show>
      </div>
    </Section>
  );
}
