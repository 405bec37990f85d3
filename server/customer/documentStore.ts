import { sql } from 'slonik';
import { z } from 'zod';
import { CustomerDocument, DocumentType } from '#shared/customer/documents.ts';
import { type ActorId, UserId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const Row = CustomerDocument.omit({ addedBy: true }).extend({ addedBy: UserId.nullable(), addedAt: Instant });
export type StoredDocument = z.infer<typeof Row>;

const columns = sql.fragment`id, name, type, size, added_by as "addedBy", added_at as "addedAt"`;

/** Newest first. */
export async function listDocuments(tx: TenantTx, customerId: ActorId): Promise<readonly StoredDocument[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.customer_document
    where tenant_id = ${tx.tenant} and customer_id = ${customerId} order by added_at desc, id`);
}

export interface NewDocument {
  readonly id: ActorId;
  readonly customerId: ActorId;
  readonly name: string;
  readonly type: DocumentType;
  readonly content: Buffer;
  readonly sha256: Buffer;
  readonly addedBy: UserId | undefined;
  readonly addedAt: number;
}

export async function insertDocument(tx: TenantTx, document: NewDocument): Promise<void> {
  const { id, customerId, name, type, content, sha256, addedBy, addedAt } = document;
  await tx.query(sql.unsafe`
    insert into lastmile.customer_document (tenant_id, id, customer_id, name, type, size, sha256, content, added_by, added_at)
    values (${tx.tenant}, ${id}, ${customerId}, ${name}, ${type}, ${content.length}, ${sql.binary(sha256)},
      ${sql.binary(content)}, ${addedBy ?? null}, ${sql.timestamp(new Date(addedAt))})`);
}

const Content = z.object({ name: z.string(), type: DocumentType, content: z.instanceof(Buffer) });

export async function readDocument(
  tx: TenantTx,
  customerId: ActorId,
  id: ActorId,
): Promise<z.infer<typeof Content> | undefined> {
  const row = await tx.maybeOne(sql.type(Content)`
    select name, type, content from lastmile.customer_document
    where tenant_id = ${tx.tenant} and customer_id = ${customerId} and id = ${id}`);
  return row ?? undefined;
}

/** Answers what it was; undefined when there is none. */
export async function deleteDocument(
  tx: TenantTx,
  customerId: ActorId,
  id: ActorId,
): Promise<StoredDocument | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    delete from lastmile.customer_document
    where tenant_id = ${tx.tenant} and customer_id = ${customerId} and id = ${id} returning ${columns}`);
  return row ?? undefined;
}
