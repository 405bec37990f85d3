import { randomBytes } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import { isAttributable, type NasChange, type NasRecord, type NewNas } from '#shared/nas/registration.ts';
import { ActorId, type BranchId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { type Act, changesBetween, type FieldChange } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { answerNasRefusals, nasRefusal } from './nasRefusal.ts';
import { branchExists, findNas, insertNas, lockNas, pinFingerprint, setNasArchived, updateNas } from './nasStore.ts';
import type { NasFields, NasScope, StoredNas } from './storedNas.ts';
import { nasDriverOf } from './vendors/all.ts';

export interface NasRegistryOptions {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Who changes what; undefined: the system itself. */
export interface NasEditor {
  readonly tenant: TenantId;
  readonly scope: NasScope;
  readonly by: UserId | undefined;
}

/** Registration of routers: every change is an event of the tenant's log, and refusals are problems in plain words. */
export class NasRegistry {
  readonly #options: NasRegistryOptions;

  constructor(options: NasRegistryOptions) {
    this.#options = options;
  }

  /** `id`: where the same may be asked for twice. */
  async create(
    editor: NasEditor,
    given: NewNas,
    now = this.#options.clock.now(),
    id = ActorId.parse(this.#options.newId()),
  ): Promise<StoredNas> {
    const { password, radiusSecret = randomBytes(24).toString('base64url'), ...rest } = given;
    const fields: NasFields = {
      ...rest,
      port: portOf(rest),
      fingerprint: null,
      password: this.#seal(editor.tenant, id, 'password', password),
      radiusSecret: this.#seal(editor.tenant, id, 'radiusSecret', radiusSecret),
    };
    return await this.#write(editor, async (tx) => {
      await requireBranch(tx, editor, fields.branchId);
      await insertNas(tx, id, fields, now);
      const stored = await requireNas(tx, id, editor.scope);
      await recordAct(tx, this.#act(editor, id, 'nas.registered', changed({}, shown(stored))));
      return stored;
    });
  }

  async change(editor: NasEditor, id: ActorId, given: NasChange): Promise<StoredNas> {
    const { version, password, radiusSecret, trustNextCertificate, port, ...rest } = given;
    return await this.#write(editor, async (tx) => {
      const before = await lockNas(tx, id, editor.scope);
      if (!before) throw nasRefusal('nas/not-found');
      if (before.version !== version) throw nasRefusal('nas/changed-meanwhile');
      if (before.archivedAt !== null) throw nasRefusal('nas/archived');
      const merged = { ...before, ...present(rest) };
      // Otherwise whoever may change a router could have its password sent to an address of theirs.
      if (password === undefined && isElsewhere(before, { ...merged, port: port ?? before.port }))
        throw nasRefusal('nas/password-missing');
      const fields: NasFields = {
        ...merged,
        port: port === undefined ? before.port : portOf({ ...merged, port }),
        // Another place has another certificate.
        fingerprint: trustNextCertificate || movedAway(before, merged) ? null : before.fingerprint,
        password: password === undefined ? before.password : this.#seal(editor.tenant, id, 'password', password),
        radiusSecret:
          radiusSecret === undefined
            ? before.radiusSecret
            : this.#seal(editor.tenant, id, 'radiusSecret', radiusSecret),
      };
      if (!isAttributable(fields)) throw nasRefusal('nas/not-attributable');
      if (fields.branchId !== before.branchId) await requireBranch(tx, editor, fields.branchId);
      await updateNas(tx, id, fields, this.#options.clock.now());
      const after = await requireNas(tx, id, 'all');
      await recordAct(
        tx,
        this.#act(editor, id, 'nas.changed', changed(shown(before), shown(after)), {
          ...(password === undefined ? {} : { passwordChanged: true }),
          ...(radiusSecret === undefined ? {} : { radiusSecretChanged: true }),
        }),
      );
      return after;
    });
  }

  async setArchived(editor: NasEditor, id: ActorId, archived: boolean): Promise<StoredNas> {
    const now = this.#options.clock.now();
    return await this.#write(editor, async (tx) => {
      const before = await lockNas(tx, id, editor.scope);
      if (!before) throw nasRefusal('nas/not-found');
      if ((before.archivedAt !== null) === archived) throw nasRefusal(archived ? 'nas/archived' : 'nas/not-archived');
      await setNasArchived(tx, id, archived ? now : undefined, now);
      const after = await requireNas(tx, id, 'all');
      await recordAct(tx, this.#act(editor, id, archived ? 'nas.archived' : 'nas.restored'));
      return after;
    });
  }

  /** Recorded before it is told. */
  async revealRadiusSecret(editor: NasEditor, id: ActorId): Promise<string> {
    const stored = await this.#write(editor, async (tx) => {
      const found = await requireNas(tx, id, editor.scope);
      await recordAct(tx, this.#act(editor, id, 'nas.radiusSecretRevealed'));
      return found;
    });
    return this.open(stored, 'radiusSecret');
  }

  /** Keeps the first certificate that is seen. False when there is another by now, or the registration changed. */
  async pin(nas: Pick<StoredNas, 'tenant' | 'id' | 'version'>, fingerprint: string): Promise<boolean> {
    const editor: NasEditor = { tenant: nas.tenant, scope: 'all', by: undefined };
    return await this.#write(editor, async (tx) => {
      const kept = await pinFingerprint(tx, nas.id, nas.version, fingerprint);
      // Another server may have seen the same one a moment before.
      if (!kept) return (await findNas(tx, nas.id, 'all'))?.fingerprint === fingerprint;
      await recordAct(tx, this.#act(editor, nas.id, 'nas.certificateTrusted', {}, { fingerprint }));
      return true;
    });
  }

  /** Throws SecretUnreadable. */
  open(nas: StoredNas, what: 'password' | 'radiusSecret'): string {
    return this.#options.secrets.decrypt(nas.tenant, `nas/${nas.id}/${what}`, nas[what]);
  }

  #seal(tenant: TenantId, id: ActorId, what: 'password' | 'radiusSecret', text: string): Buffer {
    return this.#options.secrets.encrypt(tenant, `nas/${id}/${what}`, text);
  }

  #write<T>(editor: NasEditor, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return answerNasRefusals(() => this.#options.database.tenantTx(editor.tenant, work));
  }

  #act(
    editor: NasEditor,
    id: ActorId,
    type: string,
    changes: Readonly<Record<string, FieldChange>> = {},
    facts: NonNullable<Act['facts']> = {},
  ): Act {
    return { kind: 'nas', id, type, changes, facts, by: editor.by, at: this.#options.clock.now() };
  }
}

async function requireNas(tx: TenantTx, id: ActorId, scope: NasScope): Promise<StoredNas> {
  const found = await findNas(tx, id, scope);
  if (!found) throw nasRefusal('nas/not-found');
  return found;
}

/** Somebody of some branches gives a router one of those; none at all would show it to everybody. */
async function requireBranch(tx: TenantTx, { scope }: NasEditor, branchId: BranchId | null): Promise<void> {
  if (scope !== 'all' && (branchId === null || !scope.includes(branchId))) throw nasRefusal('nas/branch-not-found');
  if (branchId !== null && !(await branchExists(tx, branchId))) throw nasRefusal('nas/branch-not-found');
}

function portOf({ vendor, security, port }: Pick<NasRecord, 'vendor' | 'security'> & { port: number | null }): number {
  const driver = nasDriverOf(vendor);
  if (!driver) throw nasRefusal('nas/vendor-unknown');
  return port ?? driver.ports[security];
}

function isElsewhere(before: StoredNas, after: StoredNas): boolean {
  return movedAway(before, after) || before.port !== after.port || before.security !== after.security;
}

function movedAway(before: StoredNas, after: Pick<StoredNas, 'address' | 'tunnelAddress'>): boolean {
  return before.address !== after.address || before.tunnelAddress !== after.tunnelAddress;
}

/** What the audit log may hold: no secrets. */
function shown(
  nas: StoredNas,
): Omit<StoredNas, 'password' | 'radiusSecret' | 'tenant' | 'id' | 'version' | 'changedAt' | 'createdAt'> {
  const {
    password: _,
    radiusSecret: _s,
    tenant: _t,
    id: _i,
    version: _v,
    changedAt: _c,
    createdAt: _a,
    ...fields
  } = nas;
  return fields;
}

function changed(before: object, after: object): Readonly<Record<string, FieldChange>> {
  return changesBetween(before as Record<string, FieldChange['before']>, after as Record<string, FieldChange['after']>);
}

function present<T extends object>(fields: T): { [F in keyof T]?: Exclude<T[F], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [F in keyof T]?: Exclude<T[F], undefined>;
  };
}
