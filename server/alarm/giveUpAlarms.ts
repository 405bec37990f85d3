import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmId } from './alarmId.ts';

export const LASTMILE_SOURCE = 'Lastmile';

export interface GiveUpAlarmsOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** What serves all tenants fails for all of them. */
  readonly tenants: () => readonly TenantId[];
  readonly onTrouble: (refusal: Reply, path: string) => void;
}

/** Raises an alarm when supervision gives something up, and clears it when it runs again. */
export interface GiveUpAlarms {
  gaveUp(path: string, tenant: TenantId | undefined, error: unknown): void;
  recovered(path: string, tenant: TenantId | undefined): void;
  /** After a start everything runs again, so what an earlier run gave up is over; `causes` stand at {@link LASTMILE_SOURCE}. */
  clearEarlier(tenant: TenantId, causes: readonly string[]): void;
}

const CAUSE_PREFIX = 'gaveUp:';

export function createGiveUpAlarms(options: GiveUpAlarmsOptions): GiveUpAlarms {
  const { clock, newId, ask, tenants, onTrouble } = options;
  const given = new Set<string>();

  function tell(path: string, tenant: TenantId | undefined, command: (cause: string) => object): void {
    // Alarms about alarms that fail would fail alike, without end; the Inspector and the log show those.
    if (/\/alarm\/[0-9a-f-]{36}$/.test(path)) return;
    const cause = `${CAUSE_PREFIX}${shortened(path)}`.slice(0, 120);
    for (const one of tenant === undefined ? tenants() : [tenant]) send(one, cause, command(cause));
  }

  function send(tenant: TenantId, cause: string, command: object): void {
    void ask({
      address: { tenant, kind: 'alarm', id: alarmId(tenant, LASTMILE_SOURCE, cause) },
      key: IdempotencyKey.parse(`supervision:${newId()}`),
      command,
      caller: { kind: 'system', name: 'supervision' },
      deadlineAt: clock.now() + 30_000,
    }).then((reply) => {
      if (!reply.ok) onTrouble(reply, cause);
    });
  }

  return {
    gaveUp(path, tenant, error) {
      given.add(path);
      tell(path, tenant, (cause) => ({
        type: 'alarm.raise',
        source: LASTMILE_SOURCE,
        cause,
        severity: 'major',
        text: `${shortened(path)} keeps failing and is tried again slowly: ${describe(error)}`.slice(0, 2000),
      }));
    },
    recovered(path, tenant) {
      if (!given.delete(path)) return;
      tell(path, tenant, () => ({ type: 'alarm.clear', reason: 'runs again' }));
    },
    clearEarlier(tenant, causes) {
      for (const cause of causes.filter((one) => one.startsWith(CAUSE_PREFIX))) {
        send(tenant, cause, { type: 'alarm.clear', reason: 'the server was started again' });
      }
    },
  };
}

/** Without the tenant's id, which says nothing to people. */
function shortened(path: string): string {
  return path.replace(/^(root\/)?[0-9a-f-]{36}\//, '').replace(/^root\//, '');
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
