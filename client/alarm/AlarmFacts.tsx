import type { JSX } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { Facts } from '../ui/Facts.tsx';
import { now } from '../ui/now.ts';
import { absolute, ago } from '../ui/relativeTime.ts';
import { say, sayNumber } from '../words/words.ts';

type Fact = readonly [label: string, value: string, hover?: string];

export function AlarmFacts(props: { alarm: AlarmRow; timeZone: string }): JSX.Element {
  const when = (at: number, by?: string): [string, string] => [
    by === undefined ? ago(at, now()) : say('fact.byAgo', { name: by, when: ago(at, now()) }),
    absolute(at, props.timeZone),
  ];
  const facts = (): Fact[] => {
    const { alarm } = props;
    return [
      [say('fact.cause'), alarm.cause],
      ...(alarm.branchName === undefined ? [] : ([[say('fact.branch'), alarm.branchName]] as const)),
      [say('fact.raised'), ...when(alarm.raisedAt)],
      ...(alarm.occurrences > 1
        ? ([
            [say('fact.occurrences'), sayNumber(alarm.occurrences)],
            [say('fact.last'), ...when(alarm.lastOccurredAt)],
          ] as const)
        : []),
      ...(alarm.episode > 1 ? ([[say('fact.episode'), sayNumber(alarm.episode)]] as const) : []),
      ...(alarm.acknowledgedAt === undefined
        ? []
        : ([[say('fact.acknowledged'), ...when(alarm.acknowledgedAt, alarm.acknowledgedByName)]] as const)),
      ...(alarm.claimedAt === undefined
        ? []
        : ([[say('fact.claimed'), ...when(alarm.claimedAt, alarm.claimedByName)]] as const)),
      ...(alarm.shelvedUntil === undefined
        ? []
        : ([
            [say('fact.shelvedUntil'), absolute(alarm.shelvedUntil, props.timeZone)],
            [say('fact.shelvedReason'), alarm.shelvedReason ?? ''],
          ] as const)),
      ...(alarm.clearedAt === undefined ? [] : ([[say('fact.cleared'), ...when(alarm.clearedAt)]] as const)),
    ];
  };
  return <Facts facts={facts().map(([label, value, title]) => ({ label, value, title }))} />;
}
