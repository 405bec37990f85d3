import { NAS } from '#actors/nas/nasActor.ts';
import type { NasAlarmReport } from '#actors/nas/nasAlarm.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { Fence } from '#actors/system/envelope.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import type { AlarmSeverity } from '#shared/alarm/values.ts';
import { nasCauses, type NasCause } from '#shared/nas/causes.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import { alarmId } from '../alarm/alarmId.ts';
import { askUntilAnswered, type Ask } from '../platform/actors/askUntilAnswered.ts';
import type { StoredNas } from './storedNas.ts';

export interface NasAlarmsOptions {
  readonly clock: Clock;
  readonly ask: Ask;
  readonly fence: (device: ActorAddress) => Fence | undefined;
  readonly newId: () => string;
}

const severities: Readonly<Record<NasCause, AlarmSeverity>> = {
  [nasCauses.down]: 'critical',
  [nasCauses.authFailed]: 'major',
  [nasCauses.untrusted]: 'critical',
  [nasCauses.degraded]: 'minor',
  [nasCauses.backupFailed]: 'minor',
};

/** The alarm had an answer that asking again would not change. */
export class NasAlarmRefused extends Error {
  override readonly name = 'NasAlarmRefused';
}

/**
 * Tells the alarm of a router and cause; its source is the router's id-bound name, `NAS <name>`. A server that does not own
 * the router writes nothing.
 */
export async function tellNasAlarm(
  { clock, ask, fence, newId }: NasAlarmsOptions,
  nas: StoredNas,
  { type, cause, text }: NasAlarmReport,
  signal: AbortSignal,
): Promise<void> {
  const { tenant, id, name, branchId } = nas;
  const device = { tenant, kind: NAS, id };
  const source = alarmSourceOf(nas);
  const command: AlarmCommand =
    type === 'clear'
      ? { type: 'alarm.clear', reason: 'the router says so itself' }
      : {
          type: 'alarm.raise',
          source,
          cause,
          severity: severities[cause],
          text: text.slice(0, 2_000),
          ...(branchId === null ? {} : { branchId }),
          occurrences: 1,
        };
  const reply = await askUntilAnswered(
    (envelope) => {
      const held = fence(device);
      return held ? ask({ ...envelope, fence: held }) : Promise.resolve(systemRefusal('actor/not-owner'));
    },
    {
      address: { tenant, kind: 'alarm', id: alarmId(tenant, source, cause) },
      key: IdempotencyKey.parse(`nas:${id}:${type}:${newId()}`),
      command,
      caller: { kind: 'system', name: `nas:${id}` },
    },
    clock,
    signal,
  );
  // A clear of an alarm that never stood has nothing to do.
  if (!reply.ok && !(type === 'clear' && reply.code.startsWith('alarm/')) && reply.code !== 'actor/not-found')
    throw new NasAlarmRefused(`the alarm ${cause} of ${name} answered ${reply.code}`);
}

/** Names may change and be used again; the alarm of a router stays its own. */
export function alarmSourceOf({ id, name }: Pick<StoredNas, 'id' | 'name'>): string {
  return `${name.slice(0, 120)} (${id.slice(0, 8)})`;
}
