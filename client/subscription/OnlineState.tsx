import { Show, type JSX } from 'solid-js';
import type { LineOnline, SubscriptionRow } from '#shared/subscription/view.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { absolute, duration } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

/** Whether a line is in, for how long, and where; of a line without RADIUS nobody knows. */
export function OnlineState(props: { line: SubscriptionRow; timeZone: string }): JSX.Element {
  return (
    <Show when={props.line.online} fallback={<span class="faint">{offlineWords(props.line)}</span>}>
      {(online) => (
        <span class="truncate subscription-online" title={onlineTitle(online(), props.timeZone)}>
          <Glyph
            name={online().unknownSince === undefined ? 'live' : 'stale'}
            class={online().unknownSince === undefined ? 'tone-ok toned' : 'tone-unknown toned'}
          />{' '}
          <span class="visually-hidden">{stateWords(online())} </span>
          <span class="number">{duration(now() - (online().unknownSince ?? online().since))}</span>{' '}
          <Show when={online().nasName}>{(name) => <span class="muted">{name()}</span>}</Show>
        </span>
      )}
    </Show>
  );
}

/** Words for those who copy or export what is shown. */
export function onlineText(line: SubscriptionRow): string {
  return line.online
    ? [stateWords(line.online), line.online.nasName, line.online.address].filter(Boolean).join(' · ')
    : offlineWords(line);
}

function offlineWords({ accessType, state }: SubscriptionRow): string {
  if (accessType === 'static') return say('subscription.online.unseen');
  return state === 'left' ? '–' : say('subscription.online.offline');
}

function stateWords({ unknownSince }: LineOnline): string {
  return say(unknownSince === undefined ? 'subscription.online.online' : 'subscription.online.unknown');
}

function onlineTitle(online: LineOnline, timeZone: string): string {
  const since = absolute(online.unknownSince ?? online.since, timeZone);
  return [`${stateWords(online)} · ${since}`, online.nasName, online.address].filter(Boolean).join(' · ');
}
