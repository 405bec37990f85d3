import { hash } from 'node:crypto';
import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { ToldAbout } from '#shared/maintenance/values.ts';
import type { NoticeCommand } from '#shared/notice/commands.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { MaintenanceMessage } from './maintenanceRunner.ts';

export interface MaintenanceNoticesOptions {
  readonly clock: Clock;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}

/** Sends what a person is to know of a window as a notice; true when it is on its way. */
export function maintenanceNotices({
  clock,
  ask,
}: MaintenanceNoticesOptions): (tenant: TenantId, message: MaintenanceMessage) => Promise<boolean> {
  return async (tenant, { key, userId, about, window }) => {
    const command: NoticeCommand = {
      type: 'notice.send',
      subject: { kind: 'maintenance', id: window.id },
      userId,
      routes: [{ channel: 'push' }, { channel: 'email' }],
      title: `${titles[about]}: ${window.title}`,
      text: textOf(about, window),
      ...(window.branchId === undefined ? {} : { branchId: window.branchId }),
    };
    const reply = await ask({
      address: { tenant, kind: NOTICE, id: noticeId(tenant, key) },
      key: IdempotencyKey.parse(key),
      command,
      caller: { kind: 'system', name: 'maintenance' },
      deadlineAt: clock.now() + 10_000,
    });
    return reply.ok;
  };
}

const titles: Readonly<Record<ToldAbout, string>> = {
  announced: 'Maintenance',
  cancelled: 'Maintenance cancelled',
  ended: 'Maintenance over',
};

function textOf(about: ToldAbout, { fromAt, toAt, impact, outcome, report }: MaintenanceMessage['window']): string {
  const time = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const missing = report && report.total > 0 ? `${report.total} not back.` : 'Everything is back.';
  const lines = {
    announced: [`${time(fromAt)} to ${time(toAt)} UTC.`, impact],
    cancelled: [outcome ?? ''],
    ended: [missing, outcome ?? ''],
  }[about];
  return lines
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, 1000);
}

/** The same message is the same notice, however often it is asked for. UUID version 8 (RFC 9562 §5.8). */
function noticeId(tenant: TenantId, key: string): ActorId {
  const hex = hash('sha256', `${tenant} ${key}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as ActorId;
}
