import type { Permission } from '#shared/tenant/permissions.ts';
import type { NeedSource } from './need.ts';
import { createAlarmNeeds } from './needs/alarmNeeds.ts';
import { createApprovalNeeds } from './needs/approvalNeeds.ts';
import { createRouterNeeds } from './needs/routerNeeds.ts';
import { createSetAsideNeeds } from './needs/setAsideNeeds.ts';

/** What may wait for a person; one line per source. */
export const needSources: readonly { readonly permission: Permission; readonly create: () => NeedSource }[] = [
  { permission: 'alarm.view', create: createAlarmNeeds },
  { permission: 'nas.view', create: createRouterNeeds },
  { permission: 'approval.decide', create: createApprovalNeeds },
  { permission: 'inspector.view', create: createSetAsideNeeds },
];
