import type { AlarmRefusalCode } from '#shared/alarm/errors.ts';
import type { ApprovalRefusalCode } from '#shared/approval/errors.ts';
import type { AuditRefusalCode } from '#shared/audit/errors.ts';
import type { AuthRefusalCode } from '#shared/auth/errors.ts';
import type { BulkRefusalCode } from '#shared/bulk/errors.ts';
import type { CustomerRefusalCode } from '#shared/customer/errors.ts';
import type { DeviceIntentRefusalCode } from '#shared/deviceIntent/errors.ts';
import type { HotspotRefusalCode } from '#shared/hotspot/errors.ts';
import type { IpPoolRefusalCode } from '#shared/ipPool/errors.ts';
import type { MaintenanceRefusalCode } from '#shared/maintenance/errors.ts';
import type { NasRefusalCode } from '#shared/nas/errors.ts';
import type { NoticeRefusalCode } from '#shared/notice/errors.ts';
import type { OnCallRefusalCode } from '#shared/onCall/errors.ts';
import type { PackageRefusalCode } from '#shared/package/errors.ts';
import type { SavedViewRefusalCode } from '#shared/savedView/errors.ts';
import type { StaticLineRefusalCode } from '#shared/staticLine/errors.ts';
import type { SubscriptionRefusalCode } from '#shared/subscription/errors.ts';
import type { TenantRefusalCode } from '#shared/tenant/errors.ts';
import type { VoucherRefusalCode } from '#shared/voucher/errors.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import type { WireRefusalCode } from '#shared/wire/wireRefusals.ts';

/** What any request may meet: the server's own, and not reaching it. */
type RequestProblemCode =
  | 'request/invalid'
  | 'request/too-many'
  | 'request/not-found'
  | 'request/foreign-origin'
  | 'server/failed'
  | 'page/not-understood'
  | 'lab/no-answer'
  | 'inspector/no-message'
  | 'inspector/no-lab'
  | 'actor/not-in-memory'
  | 'sample/object-not-found'
  | 'sample/metric-unknown'
  | 'unreachable'
  | 'unexpected';

/** Every refusal a person may read. The server says it in English; other languages have their own words for each. */
export type ProblemCode =
  | AlarmRefusalCode
  | ApprovalRefusalCode
  | AuditRefusalCode
  | AuthRefusalCode
  | BulkRefusalCode
  | CustomerRefusalCode
  | DeviceIntentRefusalCode
  | HotspotRefusalCode
  | IpPoolRefusalCode
  | MaintenanceRefusalCode
  | NasRefusalCode
  | NoticeRefusalCode
  | OnCallRefusalCode
  | PackageRefusalCode
  | SavedViewRefusalCode
  | StaticLineRefusalCode
  | SubscriptionRefusalCode
  | TenantRefusalCode
  | VoucherRefusalCode
  | SystemRefusalCode
  | WireRefusalCode
  | RequestProblemCode;

export type ProblemTexts = { readonly [Code in ProblemCode]: string };
