import { sql } from 'slonik';
import { z } from 'zod';
import { WebhookRequest } from '#shared/notice/webhook.ts';
import type { TenantTx } from '../../../platform/db/transaction.ts';

const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    request: WebhookRequest,
    secrets: z.instanceof(Buffer).nullable(),
    archived: z.boolean(),
  })
  .transform(({ secrets, ...webhook }) => ({ ...webhook, sealed: secrets ?? undefined }));
/** `sealed`: its secrets as JSON, encrypted. */
export type StoredWebhook = z.infer<typeof row>;

const columns = sql.fragment`id, version, name, request, secrets, archived_at is not null as archived`;

/** Those in use, by name. */
export async function listWebhooks(tx: TenantTx): Promise<readonly StoredWebhook[]> {
  return await tx.any(sql.type(row)`
    select ${columns} from notice_webhook where tenant_id = ${tx.tenant} and archived_at is null order by name`);
}

/** Also archived ones. */
export async function findWebhook(tx: TenantTx, id: string): Promise<StoredWebhook | undefined> {
  const found = await tx.maybeOne(sql.type(row)`
    select ${columns} from notice_webhook where tenant_id = ${tx.tenant} and id = ${id}`);
  return found ?? undefined;
}

export interface WebhookWrite {
  readonly id: string;
  readonly name: string;
  readonly request: WebhookRequest;
  readonly sealed: Buffer | undefined;
}

export async function insertWebhook(
  tx: TenantTx,
  { id, name, request, sealed }: WebhookWrite,
  at: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into notice_webhook (tenant_id, id, version, name, request, secrets, created_at)
    values (${tx.tenant}, ${id}, 1, ${name}, ${sql.jsonb(request)}, ${sealed ? sql.binary(sealed) : null},
      ${sql.timestamp(new Date(at))})`);
}

/** Whether it was still at `version`. */
export async function updateWebhook(tx: TenantTx, webhook: WebhookWrite, version: number): Promise<boolean> {
  const { id, name, request, sealed } = webhook;
  const { rowCount } = await tx.query(sql.unsafe`
    update notice_webhook set version = version + 1, name = ${name}, request = ${sql.jsonb(request)},
      secrets = ${sealed ? sql.binary(sealed) : null}
    where tenant_id = ${tx.tenant} and id = ${id} and version = ${version} and archived_at is null`);
  return rowCount === 1;
}

export async function archiveWebhook(tx: TenantTx, id: string, at: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update notice_webhook set archived_at = ${sql.timestamp(new Date(at))}, secrets = null
    where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`);
  return rowCount === 1;
}
