import { For, type JSX } from 'solid-js';
import type { LimitedActsReport, LimitedActsRow } from '#shared/approval/report.ts';
import { useSession } from '../shell/session.tsx';
import { say, sayNumber } from '../words/words.ts';
import { givenFigures } from './givenColumns.tsx';

/** The report on paper: every line of it, with a head of its own. A list on the screen has only the lines in sight. */
export function GivenSheet(props: {
  report: LimitedActsReport;
  /** As the list sorts them. */
  rows: readonly LimitedActsRow[];
  where: string;
}): JSX.Element {
  const session = useSession();
  return (
    <section class="given-sheet">
      <h1>{say('given.title')}</h1>
      <p>
        {session.tenantName} · {props.where} · {props.report.day} · {props.report.timeZone}
      </p>
      <table>
        <thead>
          <tr>
            <th>{say('given.person')}</th>
            <th>{say('approval.act')}</th>
            <For each={givenFigures}>{({ word }) => <th class="number">{say(word)}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For
            each={props.rows}
            fallback={
              <tr>
                <td colspan="7">{say('given.none')}</td>
              </tr>
            }
          >
            {(row) => (
              <tr>
                <td>{row.userName}</td>
                <td>{say(`permission.${row.act}`)}</td>
                <For each={givenFigures}>
                  {({ of }) => <td class="number">{of(row) === 0 ? '' : sayNumber(of(row))}</td>}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}
