import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { ImportedLine, type ReadLine } from './import/importedLine.ts';

/** What a row says, for its column: it may hold a password. */
export function sealRow(secrets: Secrets, tenant: TenantId, job: ActorId, { said }: ReadLine): Buffer {
  return secrets.encrypt(tenant, `bulk/${job}/row`, JSON.stringify(said));
}

/** Throws SecretUnreadable. */
export function openRow(secrets: Secrets, tenant: TenantId, job: ActorId, given: Buffer): ImportedLine {
  return ImportedLine.parse(JSON.parse(secrets.decrypt(tenant, `bulk/${job}/row`, given)));
}
