import { Show, type JSX } from 'solid-js';
import type { SessionRow } from '#shared/session/view.ts';
import { Age } from '../ui/Age.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { duration } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import { SessionStatePill } from './SessionStatePill.tsx';

const bytes = (octets: number): JSX.Element => <span class="number">{withUnit(octets, 'bytes')}</span>;

/** Every IPv6 address and prefix of a session in one text. */
export function ipv6Of({ ipv6, ipv6Prefix, delegatedPrefix }: SessionRow): string {
  return [ipv6, ipv6Prefix, delegatedPrefix].filter(Boolean).join(' · ');
}

export function sessionColumns(timeZone: string): readonly TableColumn<SessionRow>[] {
  return [
    {
      id: 'username',
      title: () => say('online.column.username'),
      width: 150,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: { ascending: 'username' },
      text: ({ username }) => username,
      cell: ({ username }) => <span class="mono">{username}</span>,
    },
    {
      id: 'state',
      title: () => say('online.column.state'),
      width: 110,
      phone: 'corner',
      text: (session) => say(session.unknownSince === undefined ? 'online.state.online' : 'online.state.unknown'),
      cell: (session) => <SessionStatePill session={session} />,
    },
    {
      id: 'address',
      title: () => say('online.column.address'),
      width: 130,
      phone: 'text',
      text: ({ ipv4 }) => ipv4,
      cell: ({ ipv4 }) => <span class="mono">{ipv4}</span>,
    },
    {
      id: 'ipv6',
      title: () => say('online.column.prefix'),
      width: 200,
      extra: true,
      text: ipv6Of,
      cell: (session) => <span class="mono">{ipv6Of(session)}</span>,
    },
    {
      id: 'mac',
      title: () => say('online.column.mac'),
      width: 140,
      yields: 1,
      text: ({ mac, calling }) => mac ?? calling,
      cell: ({ mac, calling }) => <span class="mono">{mac ?? calling}</span>,
    },
    {
      id: 'router',
      title: () => say('online.column.router'),
      width: 140,
      phone: 'last',
      yields: 2,
      sort: { ascending: 'nas' },
      text: ({ nasName }) => nasName,
      cell: ({ nasName }) => nasName,
    },
    {
      id: 'access',
      title: () => say('online.column.access'),
      width: 80,
      yields: 1,
      text: ({ access }) => access && say(`online.access.${access}`),
      cell: ({ access }) => <Show when={access}>{(way) => say(`online.access.${way()}`)}</Show>,
    },
    {
      id: 'started',
      title: () => say('online.column.started'),
      width: 100,
      align: 'end',
      phone: 'textEnd',
      sort: { ascending: 'latest', descending: 'oldest' },
      text: ({ startedAt }) => new Date(startedAt).toISOString(),
      cell: ({ startedAt }) => <span class="number">{duration(now() - startedAt)}</span>,
    },
    {
      id: 'down',
      title: () => say('online.column.down'),
      width: 90,
      align: 'end',
      sort: { descending: 'down', first: 'descending' },
      text: ({ octetsOut }) => octetsOut,
      cell: ({ octetsOut }) => bytes(octetsOut),
    },
    {
      id: 'up',
      title: () => say('online.column.up'),
      width: 90,
      align: 'end',
      yields: 1,
      sort: { descending: 'up', first: 'descending' },
      text: ({ octetsIn }) => octetsIn,
      cell: ({ octetsIn }) => bytes(octetsIn),
    },
    {
      id: 'rate',
      title: () => say('online.column.rate'),
      width: 210,
      align: 'end',
      yields: 2,
      sort: { descending: 'downRate', first: 'descending' },
      text: ({ outBps }) => outBps,
      cell: ({ inBps, outBps }) => (
        <Show when={outBps !== undefined} fallback={<span class="faint">–</span>}>
          <span class="number session-rate">
            <Glyph name="arrowDown" />
            <span>{withUnit(outBps ?? 0, 'bitrate')}</span>
            <Glyph name="arrowUp" />
            <span>{withUnit(inBps ?? 0, 'bitrate')}</span>
          </span>
        </Show>
      ),
    },
    {
      id: 'heard',
      title: () => say('online.column.heard'),
      width: 110,
      yields: 1,
      phone: 'lastEnd',
      sort: { ascending: 'heard' },
      cell: ({ heardAt }) => <Age at={heardAt} timeZone={timeZone} />,
    },
    {
      id: 'port',
      title: () => say('online.column.port'),
      width: 120,
      extra: true,
      text: ({ nasPort }) => nasPort,
      cell: ({ nasPort }) => nasPort,
    },
    {
      id: 'sessionId',
      title: () => say('online.column.id'),
      width: 130,
      extra: true,
      text: ({ acctSessionId }) => acctSessionId,
      cell: ({ acctSessionId }) => <span class="mono">{acctSessionId}</span>,
    },
  ];
}
