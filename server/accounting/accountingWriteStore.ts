import { accountingFlag } from '../radius/journalFeature.ts';
import type { RecordRow } from './accountingBatch.ts';
import type { AddressUse } from './addressChanges.ts';
import {
  dateArray,
  inetArray,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  timeArray,
  uuidArray,
} from './binaryArrays.ts';
import type { RejectRow } from './collapsedRejects.ts';
import { recordFlag } from './recordFlag.ts';
import type { Statement } from './statement.ts';
import type { UsageRow } from './usageTally.ts';

/** Reports as they came. */
export function insertRecords(records: readonly RecordRow[]): Statement | undefined {
  if (records.length === 0) return undefined;
  return {
    name: 'accounting.records',
    text: `insert into lastmile.accounting_record (tenant_id, received_at, session_id, kind, seconds, octets_in, octets_out, flags)
      select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::int2[], $5::int4[], $6::int8[], $7::int8[], $8::int2[])`,
    values: [
      uuidArray(records, ({ fact }) => fact.tenantId),
      timeArray(records, ({ fact }) => fact.receivedAt),
      uuidArray(records, ({ sessionId }) => sessionId),
      int2Array(records, ({ fact }) => fact.kind),
      int4Array(records, ({ fact }) => fact.seconds),
      int8Array(records, ({ fact }) => fact.in.octets),
      int8Array(records, ({ fact }) => fact.out.octets),
      int2Array(
        records,
        ({ fact }) =>
          (fact.in.wide ? recordFlag.wideIn : 0) |
          (fact.out.wide ? recordFlag.wideOut : 0) |
          ((fact.flags & accountingFlag.unclocked) !== 0 ? recordFlag.unclocked : 0),
      ),
    ],
  };
}

export function insertAddressUses(uses: readonly AddressUse[]): Statement | undefined {
  if (uses.length === 0) return undefined;
  return {
    name: 'accounting.addresses',
    text: `insert into lastmile.address_use (tenant_id, address, from_at, session_id, started_at)
      select * from unnest($1::uuid[], $2::inet[], $3::timestamptz[], $4::uuid[], $5::timestamptz[])`,
    values: [
      uuidArray(uses, ({ session }) => session.tenantId),
      inetArray(uses, ({ address }) => address),
      timeArray(uses, ({ at }) => at),
      uuidArray(uses, ({ session }) => session.id),
      timeArray(uses, ({ session }) => session.startedAt),
    ],
  };
}

/** Addresses that sessions gave away while they went on. */
export function endAddressUses(uses: readonly AddressUse[]): Statement | undefined {
  if (uses.length === 0) return undefined;
  return {
    name: 'accounting.addressEnds',
    text: `update lastmile.address_use a set until_at = u.at
      from unnest($1::uuid[], $2::uuid[], $3::inet[], $4::timestamptz[]) as u (tenant_id, session_id, address, at)
      where a.tenant_id = u.tenant_id and a.session_id = u.session_id and a.address = u.address and a.until_at is null and a.from_at < u.at`,
    values: [
      uuidArray(uses, ({ session }) => session.tenantId),
      uuidArray(uses, ({ session }) => session.id),
      inetArray(uses, ({ address }) => address),
      timeArray(uses, ({ at }) => at),
    ],
  };
}

/** Adds to what subscriptions used by day. Rows in the order of the key. */
export function addDayUsage(rows: readonly UsageRow[]): Statement | undefined {
  if (rows.length === 0) return undefined;
  return {
    name: 'accounting.days',
    text: `insert into lastmile.usage_day as d (tenant_id, day, subscription_id, octets_in, octets_out, seconds)
      select * from unnest($1::uuid[], $2::date[], $3::uuid[], $4::int8[], $5::int8[], $6::int4[])
      on conflict (tenant_id, day, subscription_id) do update set octets_in = d.octets_in + excluded.octets_in,
        octets_out = d.octets_out + excluded.octets_out, seconds = d.seconds + excluded.seconds`,
    values: [
      uuidArray(rows, ({ tenantId }) => tenantId),
      dateArray(rows, ({ at }) => String(at)),
      uuidArray(rows, ({ ofId }) => ofId),
      int8Array(rows, ({ octetsIn }) => octetsIn),
      int8Array(rows, ({ octetsOut }) => octetsOut),
      int4Array(rows, ({ seconds }) => seconds),
    ],
  };
}

/** Adds to what routers carried by hour. Rows in the order of the key. */
export function addHourUsage(rows: readonly UsageRow[]): Statement | undefined {
  if (rows.length === 0) return undefined;
  return {
    name: 'accounting.hours',
    text: `insert into lastmile.usage_hour as h (tenant_id, hour, nas_id, octets_in, octets_out)
      select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::int8[], $5::int8[])
      on conflict (tenant_id, hour, nas_id) do update set octets_in = h.octets_in + excluded.octets_in,
        octets_out = h.octets_out + excluded.octets_out`,
    values: [
      uuidArray(rows, ({ tenantId }) => tenantId),
      timeArray(rows, ({ at }) => Number(at)),
      uuidArray(rows, ({ ofId }) => ofId),
      int8Array(rows, ({ octetsIn }) => octetsIn),
      int8Array(rows, ({ octetsOut }) => octetsOut),
    ],
  };
}

/** Adds to the refusals of an hour. Rows in the order of the key. */
export function addRejects(rows: readonly RejectRow[]): Statement | undefined {
  if (rows.length === 0) return undefined;
  return {
    name: 'accounting.rejects',
    text: `insert into lastmile.reject as r (tenant_id, hour, nas_id, username, mac, reason, subscription_id, times, first_at, last_at)
      select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::int4[], $9::timestamptz[], $10::timestamptz[])
      on conflict (tenant_id, hour, nas_id, username, mac, reason) do update set times = r.times + excluded.times,
        subscription_id = coalesce(excluded.subscription_id, r.subscription_id),
        first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at)`,
    values: [
      uuidArray(rows, ({ tenantId }) => tenantId),
      timeArray(rows, ({ hour }) => hour),
      uuidArray(rows, ({ nasId }) => nasId),
      textArray(rows, ({ username }) => username),
      textArray(rows, ({ mac }) => mac ?? ''),
      textArray(rows, ({ reason }) => reason),
      uuidArray(rows, ({ subscriptionId }) => subscriptionId),
      int4Array(rows, ({ count }) => count),
      timeArray(rows, ({ firstAt }) => firstAt),
      timeArray(rows, ({ lastAt }) => lastAt),
    ],
  };
}
