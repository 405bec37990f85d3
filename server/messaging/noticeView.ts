import type { NoticeState } from '#actors/notice/noticeState.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { NoticeRow } from '#shared/notice/view.ts';
import { BranchId, type TenantId } from '#shared/values/ids.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import type { NoticePage } from './noticeStore.ts';

type NoticesRequest = Extract<ViewRequest, { view: 'notices' }>;

export interface NoticeNames {
  userName(id: NonNullable<NoticeState['userId']>): string | undefined;
  webhookName(id: string): string | undefined;
}

export interface NoticeViewPorts {
  readonly clock: Clock;
  readonly list: (
    tenant: TenantId,
    page: NoticePage,
  ) => Promise<{ readonly notices: readonly NoticeState[]; readonly total: number }>;
  readonly namesOf: (tenant: TenantId) => Promise<NoticeNames>;
  /** Called after a notice of the tenant changed. */
  readonly onChange: (tenant: TenantId, callback: () => void) => () => void;
  readonly onTrouble: (error: unknown) => void;
}

const REFRESH_MS = 250;

/** View `notices`: who was told what, when and how, and what became of it; latest first. */
export function noticeView(ports: NoticeViewPorts): ViewSource<NoticesRequest> {
  return {
    view: 'notices',
    admit({ tenant, permissions, branches }, { filter }) {
      // Whoever may see an alarm may see who was told of it; the log of all notices is for those who look after on-call.
      const needed = filter.alarmId === undefined ? 'onCall.view' : 'alarm.view';
      if (!permissions.has(needed)) return wireRefusal('view/not-permitted');
      return { tenant, permissionClass: 'notices', scope: branches === 'all' ? 'all' : branches.toSorted().join(',') };
    },
    async open({ tenant, scope }, { filter, window }, changed) {
      const branches =
        scope === 'all'
          ? 'all'
          : scope
              .split(',')
              .filter(Boolean)
              .map((id) => BranchId.parse(id));
      let total = 0;
      const view = await openRefreshed(
        {
          clock: ports.clock,
          everyMs: REFRESH_MS,
          async read() {
            const names = await ports.namesOf(tenant);
            const page = await ports.list(tenant, { ...filter, ...window, branches });
            total = page.total;
            return page.notices.map((notice) => ({ id: notice.id, fields: noticeRow(notice, names) }));
          },
          onChange: (callback) => ports.onChange(tenant, callback),
          onTrouble: ports.onTrouble,
        },
        changed,
      );
      return { ...view, read: () => ({ rows: view.read().rows, total }), exists: () => true };
    },
  };
}

function noticeRow(notice: NoticeState, names: NoticeNames): NoticeRow {
  const route = notice.routes[notice.route] ?? notice.routes.at(-1)!;
  const { subjectKind, subjectId, userId } = notice;
  const optional = {
    severity: notice.severity,
    userId,
    userName: userId && names.userName(userId),
    webhookName: route.channel === 'webhook' ? names.webhookName(route.webhookId) : undefined,
    round: notice.round,
    step: notice.step,
    deliveredAt: notice.deliveredAt,
    shownAt: notice.shownAt,
    seenAt: notice.seenAt,
    endedAt: notice.endedAt,
    retryAt: notice.retryAt,
    outcome: notice.outcome,
  };
  return {
    id: notice.id,
    state: notice.state,
    subject: { kind: subjectKind, id: subjectId },
    title: notice.title,
    channel: route.channel,
    attempts: notice.attempts,
    requestedAt: notice.requestedAt,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<NoticeRow>),
  };
}
