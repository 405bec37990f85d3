import type { JSX } from 'solid-js';
import type { RadiusServerRow } from '#shared/radius/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';

/** What the process is, what it knows, and what is behind. */
export function RadiusFacts(props: { server: RadiusServerRow }): JSX.Element {
  const session = useSession();
  const facts = (): Fact[] => {
    const { server } = props;
    const { authenticationPort, accountingPort, startedAt, feedLagMs } = server;
    return [
      {
        label: say('radius.ports'),
        value: [authenticationPort, accountingPort].filter(Boolean).join(', '),
        mono: true,
      },
      {
        label: say('radius.since'),
        value: startedAt === undefined ? undefined : <Age at={startedAt} timeZone={session.timeZone} />,
      },
      { label: say('radius.memory'), value: bytes(server.memoryBytes) },
      { label: say('radius.subscriptions'), value: count(server.subscriptions) },
      {
        label: say('radius.feedLag'),
        value:
          feedLagMs === undefined
            ? undefined
            : feedLagMs === 0
              ? say('radius.feedCurrent')
              : withUnit(feedLagMs, 'milliseconds'),
      },
      { label: say('radius.changesWaiting'), value: count(server.changesWaiting) },
      { label: say('radius.duplicates'), value: count(server.duplicates) },
      { label: say('radius.journalFree'), value: bytes(server.journalFreeBytes) },
      { label: say('radius.journalLag'), value: lagOf(server) },
    ];
  };
  return <Facts facts={facts()} />;
}

function lagOf({ journalLagBytes, journalLagSeconds }: RadiusServerRow): string | undefined {
  if (journalLagBytes === undefined) return undefined;
  if (journalLagBytes === 0) return say('radius.journalStored');
  return say('radius.journalBehind', {
    bytes: withUnit(journalLagBytes, 'bytes'),
    seconds: sayNumber(Math.round(journalLagSeconds ?? 0)),
  });
}

function bytes(value: number | undefined): string | undefined {
  return value === undefined ? undefined : withUnit(value, 'bytes');
}

function count(value: number | undefined): string | undefined {
  return value === undefined ? undefined : sayNumber(value);
}
