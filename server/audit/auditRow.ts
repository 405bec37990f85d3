import { z } from 'zod';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { AuditChange, type AuditCause, type AuditRow } from '#shared/audit/audit.ts';

const Changes = z.record(z.string(), AuditChange);
const Facts = z.record(z.string(), z.json());

export interface AuditRowParts {
  /** What was kept beside the event about persons. */
  readonly bytes: Uint8Array | undefined;
  readonly objectName: string | undefined;
  readonly userName: string | undefined;
}

/** An event with what is kept beside it. Pure. */
export function auditRow(record: EventRecord, { bytes, objectName, userName }: AuditRowParts): AuditRow {
  const { position, at, kind, actorId, type, actorUser } = record;
  const { changes, ...facts } = record.data;
  const given = Changes.safeParse(changes ?? {});
  const cause = causeOf(record, bytes !== undefined);
  const merged = { ...(given.success ? given.data : {}), ...personalChanges(bytes) };
  const called = objectName ?? formerName(merged);
  return {
    ...{ position, at, kind, objectId: actorId, type },
    ...(called === undefined ? {} : { objectName: called }),
    ...(actorUser === undefined ? {} : { user: { id: actorUser, name: userName ?? '' } }),
    ...(cause === undefined ? {} : { cause }),
    changes: merged,
    facts: Facts.parse(JSON.parse(JSON.stringify(given.success ? facts : record.data))),
  };
}

/** What is gone is called as it was when the event happened. */
function formerName({ name }: z.infer<typeof Changes>): string | undefined {
  const former = name?.after ?? name?.before;
  return typeof former === 'string' ? former : undefined;
}

/** What is shown as a change is no cause, too. */
function causeOf({ cause }: EventRecord, merged: boolean): AuditCause | undefined {
  switch (cause?.kind) {
    case 'event':
      return { kind: 'event', position: cause.position };
    case 'evidence':
      return merged ? undefined : { kind: 'evidence', id: cause.id };
    case 'deadline':
      return { kind: 'deadline', name: cause.name };
    case 'command':
      return { kind: 'command' };
    case undefined:
      return undefined;
  }
}

/** Cut off at 16 KiB, it is no JSON any more, and what remains is found as evidence. */
function personalChanges(bytes: Uint8Array | undefined): z.infer<typeof Changes> {
  if (bytes === undefined) return {};
  try {
    return Changes.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return {};
  }
}
