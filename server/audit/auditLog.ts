import type { Clock } from '#actors/system/clock.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AuditQuery, AuditRow } from '#shared/audit/audit.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { ObjectNames } from '../platform/feature.ts';
import type { NamesSource } from '../platform/names.ts';
import { idsNamed, readPersonal, searchEvents } from './auditLogStore.ts';
import { auditRow } from './auditRow.ts';
import { namesOfObjects } from './objectNames.ts';

export interface AuditLogOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly names: NamesSource;
  /** By kind of object. */
  readonly objectNames: () => Readonly<Record<string, ObjectNames>>;
}

export interface AuditLogPage {
  readonly rows: readonly AuditRow[];
  readonly next?: number;
  readonly partial: boolean;
}

/** The company's log as people read it. */
export interface AuditLog {
  page(tenant: TenantId, query: AuditQuery): Promise<AuditLogPage>;
}

/** The log of a large company has tens of millions of events, most by equipment: a page looks back in growing steps … */
const firstStep = 5_000;
const growth = 4;
const largestStep = 1_000_000;
/** … and ends after about this long, wherever it is. */
const looksForMs = 200;

/** No more than fits into the time that is left, at the speed of the look before. */
function nextStep(step: number, tookMs: number, leftMs: number): number {
  const fits = Math.floor((step * leftMs) / Math.max(1, tookMs));
  return Math.max(1, Math.min(step * growth, Math.max(step, largestStep), fits));
}

export function createAuditLog({ database, clock, names, objectNames }: AuditLogOptions): AuditLog {
  async function look(tenant: TenantId, query: AuditQuery): Promise<{ found: EventRecord[]; floor: number }> {
    return await inTenant(database.appPool, tenant, async (client) => {
      const begunAt = clock.now();
      const named = query.text === '' ? [] : await idsNamed(client, tenant, query.text);
      const found: EventRecord[] = [];
      let before = Math.min(query.before ?? Number.MAX_SAFE_INTEGER, (await readHeadOf(client, tenant)) + 1);
      // An object's events have an index of their own, so one look finds them all.
      let step = query.kind !== undefined && query.id !== undefined ? Number.MAX_SAFE_INTEGER : firstStep;
      while (found.length < query.limit && before > 1) {
        const lookedAt = clock.now();
        const floor = Math.max(1, before - step);
        found.push(
          ...(await searchEvents(client, tenant, {
            ...query,
            named,
            floor,
            before,
            limit: query.limit - found.length,
          })),
        );
        before = floor;
        const leftMs = begunAt + looksForMs - clock.now();
        if (leftMs <= 0) break;
        step = nextStep(step, clock.now() - lookedAt, leftMs);
      }
      return { found, floor: before };
    });
  }

  async function shown(tenant: TenantId, records: readonly EventRecord[]): Promise<readonly AuditRow[]> {
    const ids = records.flatMap(({ cause }) => (cause?.kind === 'evidence' ? [cause.id] : []));
    const personal = await inTenant(database.appPool, tenant, (client) => readPersonal(client, tenant, ids));
    const people = await names.namesOf(tenant);
    const objects = await namesOfObjects(tenant, records, objectNames());
    return records.map((record) => {
      const bytes = record.cause?.kind === 'evidence' ? personal.get(record.cause.id) : undefined;
      const objectName = objects.get(`${record.kind} ${record.actorId}`);
      return auditRow(record, { bytes, objectName, userName: record.actorUser && people.userName(record.actorUser) });
    });
  }

  return {
    async page(tenant, query) {
      const { found, floor } = await look(tenant, query);
      const rows = await shown(tenant, found);
      const full = found.length === query.limit;
      const next = full ? found.at(-1)?.position : floor > 1 ? floor : undefined;
      return { rows, partial: !full && next !== undefined, ...(next === undefined || next <= 1 ? {} : { next }) };
    },
  };
}
