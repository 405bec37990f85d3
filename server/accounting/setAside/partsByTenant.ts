import { decodeEntry, encodeEntry, type WrittenEntry } from '../../radius/journalFeature.ts';

/** What of an entry is one company's, as an entry of its own. */
export interface EntryPart {
  readonly tenantId: string;
  readonly entry: Buffer;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Whose nobody can tell: it is kept, and no company sees it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A report is one company's; what the RADIUS server says of many sessions at once may be of several. */
export function partsByTenant(payload: Buffer): readonly EntryPart[] {
  const decoded = decodeEntry(payload);
  if (decoded.kind === 'unreadable') return [{ tenantId: NOBODY, entry: payload }];
  if ('entry' in decoded) return [{ tenantId: ownerOf(decoded.entry.tenantId), entry: payload }];
  const { kind, entries } = decoded;
  const byTenant = Map.groupBy<string, { readonly tenantId: string }>(entries, ({ tenantId }) => ownerOf(tenantId));
  if (byTenant.size === 1) return [{ tenantId: [...byTenant.keys()][0]!, entry: payload }];
  return [...byTenant].map(([tenantId, own]) => ({
    tenantId,
    entry: encodeEntry({ kind, entries: own } as unknown as WrittenEntry),
  }));
}

function ownerOf(tenantId: string): string {
  return UUID.test(tenantId) ? tenantId : NOBODY;
}
