import { createSignal, For, Show, type JSX } from 'solid-js';
import type { SessionReport } from '#shared/session/history.ts';
import { Button } from '../ui/Button.tsx';
import { now } from '../ui/now.ts';
import { absolute, exactTime } from '../ui/relativeTime.ts';
import { withUnit } from '../ui/units.ts';
import { say, sayCount } from '../words/words.ts';
import './session.css';

const FEW = 20;

/** The reports a session is made of, newest first; all of them on demand. */
export function SessionReports(props: { reports: readonly SessionReport[]; timeZone: string }): JSX.Element {
  const [all, setAll] = createSignal(false);
  const shown = (): readonly SessionReport[] => (all() ? props.reports : props.reports.slice(0, FEW));
  const octets = (value: number | undefined): string => (value === undefined ? '–' : withUnit(value, 'bytes'));
  return (
    <>
      <ol class="session-reports">
        <For each={shown()} fallback={<li class="muted">{say('online.reportsNone')}</li>}>
          {(report) => (
            <li>
              <span>{say(`online.reportKind.${report.kind}`)}</span>
              <span class="number muted" title={absolute(report.receivedAt, props.timeZone)}>
                {exactTime(report.receivedAt, now(), props.timeZone)}
              </span>
              <span class="number">
                {octets(report.octetsOut)} / {octets(report.octetsIn)}
              </span>
            </li>
          )}
        </For>
      </ol>
      <Show when={!all() && props.reports.length > FEW}>
        <Button look="quiet" onClick={() => setAll(true)}>
          {sayCount('online.reportsAll', props.reports.length)}
        </Button>
      </Show>
    </>
  );
}
