import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import type { SessionRow } from '#shared/session/view.ts';
import { Age } from '../ui/Age.tsx';
import type { Fact } from '../ui/Facts.tsx';
import { now } from '../ui/now.ts';
import { absolute, duration, exactTime } from '../ui/relativeTime.ts';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import { ipv6Of } from './sessionColumns.tsx';

/** What is known of a session; what is not known is left out. */
export function sessionFacts(session: SessionRow, timeZone: string): Fact[] {
  const fact = (label: string, value: JSX.Element, mono = false): Fact => ({ label, value, mono });
  const moment = (label: string, at: number | undefined): Fact => ({
    label,
    value: at === undefined ? undefined : exactTime(at, now(), timeZone),
    title: at === undefined ? undefined : absolute(at, timeZone),
  });
  return [
    fact(say('online.column.started'), duration((session.endedAt ?? now()) - session.startedAt)),
    moment(say('online.find.from'), session.startedAt),
    moment(say('online.column.ended'), session.endedAt),
    fact(say('online.column.cause'), session.endCause && say(`online.cause.${session.endCause}`)),
    fact(say('online.column.down'), withUnit(session.octetsOut, 'bytes')),
    fact(say('online.column.up'), withUnit(session.octetsIn, 'bytes')),
    fact(say('online.column.address'), session.ipv4, true),
    fact(say('online.column.prefix'), ipv6Of(session), true),
    fact(say('online.column.mac'), session.mac ?? session.calling, true),
    fact(say('online.column.access'), session.access && say(`online.access.${session.access}`)),
    fact(say('online.column.router'), <A href={`/routers/${session.nasId}`}>{session.nasName ?? '–'}</A>),
    fact(say('online.column.port'), session.nasPort),
    fact(say('online.column.service'), session.service),
    fact(say('online.column.id'), session.acctSessionId, true),
    fact(say('online.column.heard'), <Age at={session.heardAt} timeZone={timeZone} />),
  ].filter(({ value }) => value !== undefined && value !== '');
}
