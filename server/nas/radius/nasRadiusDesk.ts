import { randomBytes } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import {
  NEXT_SESSIONS_MS,
  type NasRadiusChange,
  type RadiusSecretRotated,
  type RotateRadiusSecret,
} from '#shared/nas/radius.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { type Act, changesBetween } from '../../platform/audit/act.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import type { Database } from '../../platform/db/database.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { nasRefusal } from '../nasRefusal.ts';
import type { NasEditor } from '../nasRegistry.ts';
import { findNas, lockNas, setNasSecret } from '../nasStore.ts';
import type { StoredNas } from '../storedNas.ts';
import { readNasRadius, type StoredNasRadius, usualNasRadius, writeNasRadius } from './nasRadiusStore.ts';

export interface NasRadiusDeskOptions {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;

/** How routers speak RADIUS, and their secrets: changed with a time in which old and new are believed. */
export class NasRadiusDesk {
  readonly #options: NasRadiusDeskOptions;

  constructor(options: NasRadiusDeskOptions) {
    this.#options = options;
  }

  async read({ tenant, scope }: NasEditor, id: ActorId): Promise<StoredNasRadius> {
    return await this.#options.database.tenantTx(tenant, async (tx) => {
      if (!(await findNas(tx, id, scope))) throw nasRefusal('nas/not-found');
      return await radiusOf(tx, id);
    });
  }

  async change(editor: NasEditor, id: ActorId, given: NasRadiusChange): Promise<StoredNasRadius> {
    return await this.#with(editor, id, async (tx) => {
      const before = await radiusOf(tx, id);
      const { messageAuthenticator = before.messageAuthenticator, incomingPort = before.incomingPort } = given;
      const reversal = reversed(before, given.countersReversed, this.#options.clock.now());
      const after = { ...before, messageAuthenticator, incomingPort, ...reversal };
      await writeNasRadius(tx, after);
      await recordAct(tx, this.#act(editor, id, 'nas.radiusChanged', changesBetween(shown(before), shown(after))));
      return after;
    });
  }

  async rotate(editor: NasEditor, id: ActorId, given: RotateRadiusSecret): Promise<RadiusSecretRotated> {
    const { clock, secrets } = this.#options;
    const { radiusSecret = randomBytes(24).toString('base64url'), overlapHours } = given;
    return await this.#with(editor, id, async (tx, nas) => {
      const previousUntil = clock.now() + overlapHours * HOUR_MS;
      const before = await radiusOf(tx, id);
      await writeNasRadius(tx, { ...before, previousSecret: nas.radiusSecret, previousUntil });
      const sealed = secrets.encrypt(editor.tenant, `nas/${id}/radiusSecret`, radiusSecret);
      await setNasSecret(tx, id, sealed, clock.now());
      await recordAct(tx, this.#act(editor, id, 'nas.radiusSecretRotated', {}, { previousUntil }));
      return { version: nas.version + 1, radiusSecret, previousUntil };
    });
  }

  /** The former secret counts no more from now on. */
  async endRotation(editor: NasEditor, id: ActorId): Promise<StoredNasRadius> {
    return await this.#with(editor, id, async (tx) => {
      const before = await radiusOf(tx, id);
      if (before.previousSecret === null) return before;
      const after = { ...before, previousSecret: null, previousUntil: null };
      await writeNasRadius(tx, after);
      await recordAct(tx, this.#act(editor, id, 'nas.radiusRotationEnded'));
      return after;
    });
  }

  async #with<T>(
    { tenant, scope }: NasEditor,
    id: ActorId,
    work: (tx: TenantTx, nas: StoredNas) => Promise<T>,
  ): Promise<T> {
    return await this.#options.database.tenantTx(tenant, async (tx) => {
      const nas = await lockNas(tx, id, scope);
      if (!nas) throw nasRefusal('nas/not-found');
      if (nas.archivedAt !== null) throw nasRefusal('nas/archived');
      return await work(tx, nas);
    });
  }

  #act(
    { by }: NasEditor,
    id: ActorId,
    type: string,
    changes: Act['changes'] = {},
    facts: NonNullable<Act['facts']> = {},
  ): Act {
    return { kind: 'nas', id, type, changes, facts, by, at: this.#options.clock.now() };
  }
}

async function radiusOf(tx: TenantTx, nasId: ActorId): Promise<StoredNasRadius> {
  const [found] = await readNasRadius(tx, [nasId]);
  return found ?? { nasId, ...usualNasRadius };
}

/** Whether its counters are read exchanged, of sessions that begin from now on. */
export function areReversed({ countersReversedFrom, countersReversedUntil }: StoredNasRadius): boolean {
  return countersReversedFrom !== null && countersReversedUntil === null;
}

function reversed(
  before: StoredNasRadius,
  wanted: boolean | undefined,
  now: number,
): Pick<StoredNasRadius, 'countersReversedFrom' | 'countersReversedUntil'> {
  const { countersReversedFrom, countersReversedUntil } = before;
  if (wanted === undefined || wanted === areReversed(before)) return { countersReversedFrom, countersReversedUntil };
  const at = now + NEXT_SESSIONS_MS;
  if (wanted) return { countersReversedFrom: at, countersReversedUntil: null };
  return { countersReversedFrom, countersReversedUntil: Math.max(at, countersReversedFrom ?? at) };
}

function shown(radius: StoredNasRadius): Record<string, string | number | boolean | null> {
  const { messageAuthenticator, incomingPort } = radius;
  return { messageAuthenticator, incomingPort, countersReversed: areReversed(radius) };
}
