import type { ClientBase } from 'pg';
import { z } from 'zod';
import { TenantId } from '#shared/values/ids.ts';
import { sealHashAt } from './sealStore.ts';
import type { LogVerdict } from './verifyLog.ts';

/** The end of a tenant's chain at some time, kept where nobody who can write the database can write. One JSON line each. */
export const ExportedHead = z.object({
  tenant: TenantId,
  position: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ExportedHead = z.infer<typeof ExportedHead>;

/** Undefined before the first seal. */
export function headLine({ tenant, head }: LogVerdict): string | undefined {
  return head === undefined ? undefined : JSON.stringify({ tenant, ...head });
}

/** Throws SyntaxError or ZodError for a line that is no head. */
export function parseHeads(text: string): readonly ExportedHead[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => ExportedHead.parse(JSON.parse(line)));
}

/** Heads that the database's chains don't contain: events were rewritten and sealed anew, or the end was cut off. */
export async function missingHeads(
  client: ClientBase,
  heads: readonly ExportedHead[],
): Promise<readonly ExportedHead[]> {
  const missing: ExportedHead[] = [];
  for (const head of heads) {
    const hash = await sealHashAt(client, head.tenant, head.position);
    if (hash === undefined || Buffer.from(hash).toString('hex') !== head.hash) missing.push(head);
  }
  return missing;
}
