import { For, Show, type JSX } from 'solid-js';
import type { EndReport as Report } from '#shared/maintenance/values.ts';
import type { MaintenanceDetail } from '#shared/maintenance/view.ts';
import { Age } from '../ui/Age.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { absolute, duration } from '../ui/relativeTime.ts';
import { say, sayCount, sayNumber } from '../words/words.ts';
import { kindWords } from './maintenanceWords.ts';

/** What was not back at the end, how long it went over, and what was quiet; can be printed. */
export function EndReport(props: { window: MaintenanceDetail; report: Report; timeZone: string }): JSX.Element {
  const overMs = (): number => Math.max(0, (props.window.endedAt ?? 0) - props.window.firstTo);
  return (
    <Section
      title={say('maintenance.report')}
      end={
        <Button look="quiet" class="no-print" onClick={() => print()}>
          {say('maintenance.print')}
        </Button>
      }
    >
      <Facts
        facts={[
          {
            label: say('maintenance.over'),
            value: overMs() > 0 ? duration(overMs()) : say('maintenance.inTime'),
          },
          { label: say('maintenance.affected'), value: sayNumber(props.window.affected ?? 0) },
          { label: say('maintenance.quiet'), value: sayNumber(props.report.alarmsShelved) },
          { label: say('maintenance.notBack'), value: sayNumber(props.report.total) },
        ]}
      />
      <Show
        when={props.report.total > 0}
        fallback={
          <Banner tone="ok" glyph="cleared">
            {say('maintenance.allBack')}
          </Banner>
        }
      >
        <ul class="maintenance-list" aria-label={say('maintenance.notBack')}>
          <For each={props.report.notBack}>
            {(line) => (
              <li>
                <span>
                  <strong class="mono">{line.name}</strong> <span class="muted">{line.what}</span>
                </span>
                <Show when={line.before}>
                  <Badge>{say('maintenance.before')}</Badge>
                </Show>
                <span class="faint">{kindWords(line.kind)}</span>
                <span class="muted" title={absolute(line.since, props.timeZone)}>
                  {say('maintenance.since')} <Age at={line.since} timeZone={props.timeZone} />
                </span>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.report.total > props.report.notBack.length}>
          <p class="faint">{sayCount('maintenance.notBackCount', props.report.total)}</p>
        </Show>
      </Show>
    </Section>
  );
}
