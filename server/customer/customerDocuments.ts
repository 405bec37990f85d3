import { createHash } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import { type CustomerDocument, MOST_DOCUMENT_BYTES, MOST_DOCUMENTS } from '#shared/customer/documents.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { Act } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Names } from '../platform/names.ts';
import { CUSTOMER } from './customerKeys.ts';
import { customerRefusal } from './customerRefusal.ts';
import type { CustomerEditor } from './customers.ts';
import { findCustomer, lockCustomer } from './customerStore.ts';
import { deleteDocument, insertDocument, listDocuments, readDocument, type StoredDocument } from './documentStore.ts';
import { documentTypeOf } from './documentType.ts';

export interface CustomerDocumentsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Identity cards, contracts and the like. Each that is added, read or removed is in the log, with who did it. */
export class CustomerDocuments {
  readonly #options: CustomerDocumentsOptions;

  constructor(options: CustomerDocumentsOptions) {
    this.#options = options;
  }

  async list({ tenant, scope }: CustomerEditor, customerId: ActorId): Promise<readonly StoredDocument[]> {
    return await this.#options.database.tenantTx(tenant, async (tx) => {
      if (!(await findCustomer(tx, customerId, scope))) throw customerRefusal('customer/not-found');
      return await listDocuments(tx, customerId);
    });
  }

  async add(editor: CustomerEditor, customerId: ActorId, name: string, content: Buffer): Promise<StoredDocument> {
    if (content.length === 0) throw customerRefusal('customer/document-empty');
    if (content.length > MOST_DOCUMENT_BYTES) throw customerRefusal('customer/document-too-large');
    const type = documentTypeOf(content);
    if (!type) throw customerRefusal('customer/document-type');
    const [id, now] = [ActorId.parse(this.#options.newId()), this.#options.clock.now()];
    const sha256 = createHash('sha256').update(content).digest();
    return await this.#options.database.tenantTx(editor.tenant, async (tx) => {
      await requireInUse(tx, editor, customerId);
      if ((await listDocuments(tx, customerId)).length >= MOST_DOCUMENTS)
        throw customerRefusal('customer/too-many-documents');
      const document = { id, customerId, name, type, addedBy: editor.by, addedAt: now };
      await insertDocument(tx, { ...document, content, sha256 });
      await recordAct(tx, {
        ...act(editor, customerId, 'customer.documentAdded', now),
        personal: { document: { after: name } },
        facts: { document: id, contentType: type, size: content.length, sha256: sha256.toString('hex') },
      });
      return { id, name, type, size: content.length, addedBy: editor.by ?? null, addedAt: now };
    });
  }

  /** Recorded before it is handed out. */
  async read(
    editor: CustomerEditor,
    customerId: ActorId,
    id: ActorId,
  ): Promise<NonNullable<Awaited<ReturnType<typeof readDocument>>>> {
    return await this.#options.database.tenantTx(editor.tenant, async (tx) => {
      if (!(await findCustomer(tx, customerId, editor.scope))) throw customerRefusal('customer/not-found');
      const found = await readDocument(tx, customerId, id);
      if (!found) throw customerRefusal('customer/document-not-found');
      const now = this.#options.clock.now();
      await recordAct(tx, { ...act(editor, customerId, 'customer.documentRead', now), facts: { document: id } });
      return found;
    });
  }

  async remove(editor: CustomerEditor, customerId: ActorId, id: ActorId): Promise<void> {
    await this.#options.database.tenantTx(editor.tenant, async (tx) => {
      if (!(await lockCustomer(tx, customerId, editor.scope))) throw customerRefusal('customer/not-found');
      const gone = await deleteDocument(tx, customerId, id);
      if (!gone) throw customerRefusal('customer/document-not-found');
      await recordAct(tx, {
        ...act(editor, customerId, 'customer.documentRemoved', this.#options.clock.now()),
        personal: { document: { before: gone.name } },
        facts: { document: id, contentType: gone.type, size: gone.size },
      });
    });
  }
}

/** Locked, so that two uploads at once do not pass the limit together. */
async function requireInUse(tx: TenantTx, { scope }: CustomerEditor, id: ActorId): Promise<void> {
  const customer = await lockCustomer(tx, id, scope);
  if (!customer) throw customerRefusal('customer/not-found');
  if (customer.archivedAt !== null) throw customerRefusal('customer/archived');
}

function act({ by }: CustomerEditor, id: ActorId, type: string, at: number): Act {
  return { kind: CUSTOMER, id, type, by, at };
}

export function documentRow(document: StoredDocument, names: Names): CustomerDocument {
  const { addedBy } = document;
  return { ...document, addedBy: (addedBy && names.userName(addedBy)) ?? null };
}
