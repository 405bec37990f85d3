import type { Json } from '#shared/values/canonicalJson.ts';
import type { ActorId, UserId } from '#shared/values/ids.ts';

export interface FieldChange {
  readonly before?: Json;
  readonly after?: Json;
}

/** An administrative change on its way into the log. */
export interface Act {
  /** What was changed: `user`, `role`, `nas` … and its id. */
  readonly kind: string;
  readonly id: ActorId;
  /** `noun.verbed`. */
  readonly type: string;
  /** By field, before and after; never secrets, and nothing about persons. */
  readonly changes?: Readonly<Record<string, FieldChange>>;
  /** The same for names, addresses and the like: kept as evidence, so that it can be erased while the log stays whole. */
  readonly personal?: Readonly<Record<string, FieldChange>>;
  /** Further facts: ids, counts, reasons given. */
  readonly facts?: Readonly<Record<string, Json>>;
  /** Undefined: the system itself. */
  readonly by: UserId | undefined;
  readonly at: number;
}

/** Fields whose values differ, in the form {@link Act.changes} takes. */
export function changesBetween<Fields extends Readonly<Record<string, Json | undefined>>>(
  before: Fields,
  after: Partial<Fields>,
): Record<string, FieldChange> {
  const changed: Record<string, FieldChange> = {};
  for (const [field, value] of Object.entries<Json | undefined>(after)) {
    const earlier = before[field];
    if (JSON.stringify(earlier) === JSON.stringify(value)) continue;
    changed[field] = {
      ...(earlier === undefined ? {} : { before: earlier }),
      ...(value === undefined ? {} : { after: value }),
    };
  }
  return changed;
}
