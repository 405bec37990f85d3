import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SessionRow } from '#shared/session/view.ts';
import type { SheetCell } from './xlsxWriter.ts';

const PER_TURN = 500;
const HEADINGS = [
  ...[
    'Username',
    'Router',
    'Access type',
    'IPv4',
    'IPv6',
    'IPv6 prefix',
    'Delegated prefix',
    'MAC',
    'Port',
    'Session id',
  ],
  ...[
    'Begun',
    'Last heard',
    'Unknown since',
    'Seconds',
    'Octets from subscriber',
    'Octets to subscriber',
    'Down bit/s',
    'Up bit/s',
  ],
];

/** Heading and rows of sessions; other work goes on in between. */
export async function* sessionRows(sessions: Iterable<SessionRow>): AsyncGenerator<readonly (readonly SheetCell[])[]> {
  yield [HEADINGS];
  let rows: (readonly SheetCell[])[] = [];
  for (const session of sessions) {
    rows.push(cellsOf(session));
    if (rows.length < PER_TURN) continue;
    yield rows;
    rows = [];
    await nextTurn();
  }
  yield rows;
}

function cellsOf(row: SessionRow): readonly SheetCell[] {
  return [
    ...[row.username, row.nasName, row.access, row.ipv4, row.ipv6, row.ipv6Prefix, row.delegatedPrefix, row.mac],
    ...[row.nasPort, row.acctSessionId, instant(row.startedAt), instant(row.heardAt), instant(row.unknownSince)],
    ...[row.seconds, row.octetsIn, row.octetsOut, rounded(row.outBps), rounded(row.inBps)],
  ];
}

/** In UTC, as other programs read it. */
function instant(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

function rounded(bps: number | undefined): number | undefined {
  return bps === undefined ? undefined : Math.round(bps);
}
