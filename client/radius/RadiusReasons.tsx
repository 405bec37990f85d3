import { For, Show, type JSX } from 'solid-js';
import type { RadiusServerRow } from '#shared/radius/view.ts';
import { say, sayNumber } from '../words/words.ts';
import './radius.css';
import { dropWord, rejectWord } from './radiusReasons.ts';

type Reason = RadiusServerRow['rejectReasons'][number];

/** Why people were not let in and packets got no answer, most frequent first. */
export function RadiusReasons(props: { server: RadiusServerRow }): JSX.Element {
  const all = (): readonly (Reason & { readonly word: string })[] =>
    [
      ...props.server.rejectReasons.map((one) => ({ ...one, word: rejectWord(one.reason) })),
      ...props.server.dropReasons.map((one) => ({ ...one, word: dropWord(one.reason) })),
    ].toSorted((one, other) => other.total - one.total);
  const most = (): number => Math.max(1, ...all().map(({ total }) => total));
  return (
    <Show when={all().length > 0} fallback={<p class="faint">{say('radius.none')}</p>}>
      <table class="radius-reasons">
        <caption class="faint">{say('radius.whyNote')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('radius.reason')}</th>
            <th scope="col" class="end">
              {say('radius.perSecond')}
            </th>
            <th scope="col" class="end">
              {say('radius.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={all()}>
            {(one) => (
              <tr>
                <th scope="row">
                  <span class="radius-share" style={{ width: `${(100 * one.total) / most()}%` }} />
                  <span>{one.word}</span>
                </th>
                <td class="number end">{sayNumber(one.perSecond)}</td>
                <td class="number end">{sayNumber(one.total)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  );
}
