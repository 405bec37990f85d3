import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AlarmOperatorCommand } from '#shared/alarm/commands.ts';
import { AlarmCounts, AlarmRow, AlarmTimelineEntry } from '#shared/alarm/view.ts';
import { ApprovalRow } from '#shared/approval/view.ts';
import { BulkJobDetail, BulkJobRow } from '#shared/bulk/job.ts';
import { CustomerCounts, CustomerTimeline } from '#shared/customer/list.ts';
import { CustomerRecord } from '#shared/customer/registration.ts';
import { DeviceIntentOperatorCommand } from '#shared/deviceIntent/commands.ts';
import { DeviceIntentRow } from '#shared/deviceIntent/view.ts';
import { ActorInspection, SetAsideMessage, TreeNode } from '#shared/inspector/view.ts';
import { IpPoolRow } from '#shared/ipPool/use.ts';
import { LineRate } from '#shared/lineRate/view.ts';
import { MaintenanceOperatorCommand } from '#shared/maintenance/commands.ts';
import { MaintenanceDetail, MaintenanceRow, MaintenanceThing } from '#shared/maintenance/view.ts';
import * as nas from '#shared/nas/view.ts';
import { NoticeRow } from '#shared/notice/view.ts';
import { PackageRecord } from '#shared/package/registration.ts';
import * as radius from '#shared/radius/view.ts';
import * as session from '#shared/session/view.ts';
import * as subscription from '#shared/subscription/view.ts';
import { Finding } from '#shared/troubleshooting/view.ts';
import { downstream } from '#shared/wire/downstream.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocolVersion.ts';
import { upstream } from '#shared/wire/upstream.ts';

const schemasOf = (module: object): readonly z.ZodType[] => Object.values(module as Record<string, z.ZodType>);

/** What travels inside rows and commands: a page that knows another shape can't show or ask it. */
const inside: readonly z.ZodType[] = [
  AlarmRow,
  AlarmCounts,
  AlarmTimelineEntry,
  TreeNode,
  ActorInspection,
  SetAsideMessage,
  AlarmOperatorCommand,
  ApprovalRow,
  DeviceIntentRow,
  DeviceIntentOperatorCommand,
  MaintenanceRow,
  MaintenanceDetail,
  MaintenanceThing,
  MaintenanceOperatorCommand,
  ...schemasOf(nas),
  NoticeRow,
  ...[
    BulkJobDetail,
    BulkJobRow,
    CustomerCounts,
    CustomerRecord,
    CustomerTimeline,
    Finding,
    IpPoolRow,
    LineRate,
    PackageRecord,
  ],
  ...schemasOf(radius),
  ...schemasOf(session),
  ...schemasOf(subscription),
];

/** What a peer may send (`input`) and what is read from it (`output`) both belong to the protocol. */
function shape(schema: z.ZodType): unknown {
  return [
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }),
  ];
}

test('a change of any message on the wire raises PROTOCOL_VERSION', () => {
  const up = Object.entries(upstream).map(([event, { payload, ack }]) => [event, shape(payload), shape(ack)]);
  const down = Object.entries(downstream).map(([event, payload]) => [event, shape(payload)]);
  const digest = createHash('sha256')
    .update(JSON.stringify([up, down, inside.map(shape)]))
    .digest('hex')
    .slice(0, 16);
  expect(
    { version: PROTOCOL_VERSION, digest },
    'the wire changed: raise PROTOCOL_VERSION, add its line of history, and put the new digest here',
  ).toEqual({ version: 3, digest: '9f019f9cd929f20d' });
});
