import { Show, type JSX } from 'solid-js';
import type { SubscriptionRow } from '#shared/subscription/view.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { absolute } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';
import { OnlineState, onlineText } from './OnlineState.tsx';
import { SubscriptionStatePill } from './SubscriptionStatePill.tsx';
import { dayWords } from './subscriptionWords.ts';

export function subscriptionColumns(timeZone: string): readonly TableColumn<SubscriptionRow>[] {
  return [
    {
      id: 'state',
      title: () => say('subscription.column.state'),
      width: 130,
      fixed: true,
      phone: 'corner',
      text: ({ state }) => say(`subscription.state.${state}`),
      cell: ({ state }) => <SubscriptionStatePill state={state} />,
    },
    {
      id: 'username',
      title: () => say('subscription.column.username'),
      width: 180,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: { ascending: 'username' },
      text: ({ username, number }) => username ?? `S-${number}`,
      cell: (line) => <Name line={line} />,
    },
    {
      id: 'online',
      title: () => say('subscription.column.online'),
      width: 210,
      phone: 'textEnd',
      sort: { descending: 'online', first: 'descending' },
      text: onlineText,
      cell: (line) => <OnlineState line={line} timeZone={timeZone} />,
    },
    {
      id: 'address',
      title: () => say('subscription.column.address'),
      width: 130,
      yields: 1,
      text: ({ online }) => online?.address,
      cell: ({ online }) => <span class="mono">{online?.address}</span>,
    },
    {
      id: 'customer',
      title: () => say('subscription.column.customer'),
      width: 200,
      grow: 1,
      phone: 'text',
      text: ({ customerName }) => customerName,
      cell: ({ customerName }) => customerName,
    },
    {
      id: 'package',
      title: () => say('subscription.column.package'),
      width: 160,
      phone: 'last',
      yields: 2,
      text: ({ packageName }) => packageName,
      cell: ({ packageName }) => packageName,
    },
    {
      id: 'end',
      title: () => say('subscription.column.end'),
      width: 150,
      phone: 'lastEnd',
      sort: { ascending: 'end' },
      text: ({ validUntil }) => (validUntil === undefined ? undefined : absolute(validUntil, timeZone)),
      cell: ({ validUntil }) => (
        <Show when={validUntil} fallback={<span class="faint">–</span>}>
          {(at) => <span class="number">{dayWords(at(), timeZone)}</span>}
        </Show>
      ),
    },
    {
      id: 'branch',
      title: () => say('subscription.column.branch'),
      width: 130,
      yields: 1,
      text: ({ branchName }) => branchName,
      cell: ({ branchName }) => branchName,
    },
    {
      id: 'access',
      title: () => say('subscription.column.access'),
      width: 110,
      yields: 1,
      text: ({ accessType }) => say(`subscription.access.${accessType}`),
      cell: ({ accessType }) => say(`subscription.access.${accessType}`),
    },
    {
      id: 'number',
      title: () => say('subscription.column.number'),
      width: 90,
      yields: 1,
      sort: { ascending: 'number', descending: 'newest', first: 'descending' },
      text: ({ number }) => `S-${number}`,
      cell: ({ number }) => <span class="number">S-{number}</span>,
    },
  ];
}

function Name(props: { line: SubscriptionRow }): JSX.Element {
  return (
    <span class="truncate">
      <Show when={props.line.username} fallback={<span class="number">S-{props.line.number}</span>}>
        <span class="mono">{props.line.username}</span>
      </Show>
      <Show when={props.line.protected}>
        {' '}
        <span title={say('subscription.protected')}>
          <Glyph name="lock" />
          <span class="visually-hidden">{say('subscription.protected')}</span>
        </span>
      </Show>
    </span>
  );
}
