import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { type TopUser, TopUsers } from '#shared/session/usage.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { download } from '../ui/download.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { now } from '../ui/now.ts';
import { Section } from '../ui/ObjectPage.tsx';
import { clockTime } from '../ui/relativeTime.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { csvOf } from '../ui/table/csv.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import './session.css';
import { type UsageQuery, usageSpans } from './usageQuery.ts';

/** Older lists say of when they are. */
const SHOWN_AFTER_MS = 60_000;

const total = ({ octetsIn, octetsOut }: TopUser): number => octetsIn + octetsOut;

/** What stands in each column, here and in the file. */
const columns: readonly TableColumn<TopUser>[] = [
  {
    id: 'user',
    title: () => say('online.column.username'),
    width: 0,
    text: nameOf,
    cell: (user) => <UserName user={user} />,
  },
  {
    id: 'customer',
    title: () => say('online.customer'),
    width: 0,
    text: ({ customer }) => customer,
    cell: ({ customer }) => customer ?? '–',
  },
  figure(
    'down',
    () => say('online.column.down'),
    ({ octetsOut }) => octetsOut,
  ),
  figure(
    'up',
    () => say('online.column.up'),
    ({ octetsIn }) => octetsIn,
  ),
  figure('total', () => say('online.top.total'), total),
];

function figure(id: string, title: () => string, value: (user: TopUser) => number): TableColumn<TopUser> {
  return {
    id,
    title,
    width: 0,
    align: 'end',
    text: value,
    cell: (user) => <span class="number">{withUnit(value(user), 'bytes')}</span>,
  };
}

function nameOf({ kind, username, id }: TopUser): string {
  if (kind === 'gone') return say('online.gone', { id: id.slice(0, 8) });
  return kind === 'voucher' ? say('online.voucher', { number: username ?? '' }) : (username ?? '');
}

function UserName(props: { user: TopUser }): JSX.Element {
  const { kind, id, batchId } = props.user;
  const href = kind === 'line' ? `/subscriptions/${id}` : kind === 'voucher' ? `/vouchers/${batchId}` : undefined;
  return (
    <Show when={href} fallback={<span class="muted">{nameOf(props.user)}</span>}>
      {(to) => (
        <A class={kind === 'line' ? 'mono' : ''} href={to()}>
          {nameOf(props.user)}
        </A>
      )}
    </Show>
  );
}

/** Who used most, with the way to each line. */
export function TopUserList(props: { query: UsageQuery }): JSX.Element {
  const { query } = props;
  const address = (): string => `/api/usage/top?days=${query.days()}${query.where()}`;
  const top = createFetched((signal) => getJson(address(), TopUsers, { signal }), address);
  const { timeZone } = useSession();
  const madeBefore = (): number | undefined => {
    const asOf = top.data()?.asOf;
    return asOf !== undefined && now() - asOf > SHOWN_AFTER_MS ? asOf : undefined;
  };
  const users = (): readonly TopUser[] => top.data()?.users ?? [];
  return (
    <Section
      title={say('online.top')}
      end={
        <>
          <SegmentedControl
            label={say('online.top')}
            options={usageSpans.map((value) => ({ value, label: say(`online.days.${value}`) }))}
            chosen={query.days()}
            onChoose={query.chooseDays}
          />
          <IconButton
            glyph="download"
            label={say('ui.export')}
            disabled={users().length === 0}
            onClick={() => download(`top-users-${query.days()}d.csv`, 'text/csv', csvOf(columns, users()))}
          />
        </>
      }
    >
      <Show when={top.trouble()}>{(why) => <ErrorState title={say('online.top')} text={why()} />}</Show>
      <Show when={top.data() === undefined && top.trouble() === undefined}>
        <Skeleton rows={8} label={say('loading')} />
      </Show>
      <Show when={top.data() !== undefined && users().length === 0}>
        <EmptyState glyph="search" title={say('online.topNone')} />
      </Show>
      <Show when={madeBefore()}>
        {(at) => <p class="muted">{say('online.topAsOf', { time: clockTime(at(), now(), timeZone) })}</p>}
      </Show>
      <Show when={users().length > 0}>
        <div class="session-scroll">
          <table class="session-top session-top-users">
            <thead>
              <tr>
                <For each={columns}>
                  {({ title, align }) => (
                    <th scope="col" class={align ?? ''}>
                      {title()}
                    </th>
                  )}
                </For>
              </tr>
            </thead>
            <tbody>
              <For each={users()}>
                {(user) => (
                  <tr>
                    <For each={columns}>{({ cell, align }) => <td class={align ?? ''}>{cell(user, user.id)}</td>}</For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </Section>
  );
}
