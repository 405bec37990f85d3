import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { ImportedLine, type ReadLine, type ReadObject } from './import/importedLine.ts';
import { SourceObject } from './source/sourceObject.ts';

/** What a row says, for its column: it may hold a password. */
export function sealRow(secrets: Secrets, tenant: TenantId, job: ActorId, read: ReadLine | ReadObject): Buffer {
  const given = 'object' in read ? read.object : read.said;
  return secrets.encrypt(tenant, `bulk/${job}/row`, JSON.stringify(given));
}

/** Throws SecretUnreadable. */
export function openRow(secrets: Secrets, tenant: TenantId, job: ActorId, given: Buffer): ImportedLine {
  return ImportedLine.parse(JSON.parse(secrets.decrypt(tenant, `bulk/${job}/row`, given)));
}

/** Throws SecretUnreadable. */
export function openObject(secrets: Secrets, tenant: TenantId, job: ActorId, given: Buffer): SourceObject {
  return SourceObject.parse(JSON.parse(secrets.decrypt(tenant, `bulk/${job}/row`, given)));
}
