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
}

export function createGiveUpAlarms(options: GiveUpAlarmsOptions): GiveUpAlarms {
  const { clock, newId, ask, tenants, onTrouble } = options;
  const given = new Set<string>();

  function tell(path: string, tenant: TenantId | undefined, command: (cause: string) => object): void {
    const cause = `gaveUp:${shortened(path)}`.slice(0, 120);
    for (const one of tenant === undefined ? tenants() : [tenant]) {
      const address = { tenant: one, kind: 'alarm', id: alarmId(one, LASTMILE_SOURCE, cause) };
      // An alarm about the alarm that can't be raised would go round in circles; the Inspector and the log show it.
      if (path.endsWith(`alarm/${address.id}`)) continue;
      void ask({
        address,
        key: IdempotencyKey.parse(`supervision:${newId()}`),
        command: command(cause),
        caller: { kind: 'system', name: 'supervision' },
        deadlineAt: clock.now() + 30_000,
      }).then((reply) => {
        if (!reply.ok) onTrouble(reply, path);
      });
    }
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
  };
}

/** Without the tenant's id, which says nothing to people. */
function shortened(path: string): string {
  return path.replace(/^(root\/)?[0-9a-f-]{36}\//, '').replace(/^root\//, '');
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
