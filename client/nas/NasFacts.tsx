import type { JSX } from 'solid-js';
import type { NasDetail } from '#shared/nas/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';

/** What it is, and how the connection to it fares. */
export function NasFacts(props: { nas: NasDetail }): JSX.Element {
  const session = useSession();
  const age = (at: number | undefined) => (at === undefined ? undefined : <Age at={at} timeZone={session.timeZone} />);
  const known = (facts: readonly (Fact | undefined)[]): Fact[] => facts.filter((fact) => fact !== undefined);
  const fact = (label: string, value: JSX.Element, mono = false): Fact | undefined =>
    value === undefined || value === '' ? undefined : { label, value, mono };
  const facts = (): Fact[] => {
    const { nas } = props;
    return known([
      fact(say('nas.fact.identity'), nas.identity),
      fact(say('nas.column.model'), [nas.vendorName, nas.model].filter(Boolean).join(' ')),
      fact(say('nas.column.version'), nas.version),
      fact(say('nas.fact.architecture'), nas.architecture),
      fact(say('nas.fact.serial'), nas.serial, true),
      fact(say('nas.fact.firmware'), nas.firmware),
      fact(say('nas.column.address'), nas.address, true),
      fact(say('nas.column.branch'), nas.branchName),
      fact(say('nas.column.site'), nas.site),
      fact(
        say('nas.fact.storage'),
        nas.storageFreeBytes === undefined ? undefined : withUnit(nas.storageFreeBytes, 'bytes'),
      ),
      ...nas.sensors.map(({ name, value, unit }) => fact(name, `${sayNumber(value)} ${unit}`)),
      fact(say('nas.fact.booted'), age(nas.bootedAt)),
      fact(say('nas.fact.reboots'), nas.reboots > 0 ? sayNumber(nas.reboots) : undefined),
      fact(say('nas.fact.connected'), age(nas.connectedAt)),
      fact(say('nas.fact.attempts'), nas.attempts > 0 ? sayNumber(nas.attempts) : undefined),
      fact(say('nas.fact.nextAttempt'), age(nas.nextAttemptAt)),
      fact(say('nas.fact.loss'), nas.lossPercent ? withUnit(nas.lossPercent, 'percent') : undefined),
      fact(
        say('nas.fact.budget'),
        say('nas.fact.budgetOf', { now: sayNumber(nas.commandsPerSecond), most: nas.mostCommandsPerSecond }),
      ),
      fact(say('nas.fact.fingerprint'), nas.fingerprint?.slice(0, 16), true),
      fact(say('nas.fact.notes'), nas.notes),
    ]);
  };
  return <Facts facts={facts()} />;
}
