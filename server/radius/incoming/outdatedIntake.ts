import type { Clock } from '#actors/system/clock.ts';
import { ActorId, type BranchId, IdempotencyKey, TenantId } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../../deviceIntent/deviceIntentFeature.ts';
import type { OutdatedSession } from '../control/controlMessage.ts';
import { replyDialectOf } from '../reply/vendors/all.ts';
import type { RadiusLine } from '../supervision/radiusLine.ts';
import { type PlanParts, planSession } from './planSession.ts';
import { beginningOf } from './sessionActs.ts';
import { type SessionChange, sessionKey } from './sessionChange.ts';
import { sessionDevice, stableId } from './sessionDevice.ts';

export interface OutdatedIntakeOptions {
  readonly clock: Clock;
  readonly line: RadiusLine;
  readonly intents: Pick<DeviceIntentFeature, 'request'>;
  /** Whether templates are known: before that nothing is planned. */
  readonly settled: () => boolean;
  readonly profile: (tenant: TenantId, template: number) => ReturnType<PlanParts['profile']>;
  readonly nas: (
    tenant: TenantId,
    id: ActorId,
  ) => { readonly vendor: string; readonly branchId: BranchId | null } | undefined;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** So long the version that was planned last for a session is remembered. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 200_000;
/** Asked for at a time: commands of a tenant that are ready together share a transaction. */
const AT_ONCE = 1_000;

/** From what the process says of sessions to intents; only the newest version of each session counts. */
export class OutdatedIntake {
  readonly #options: OutdatedIntakeOptions;
  readonly #unlisten: () => void;
  readonly #newest = new Map<string, { readonly version: number; readonly at: number }>();
  /** By session, until an intent was asked for. */
  readonly #waiting = new Map<string, { readonly tenant: TenantId; readonly change: SessionChange }>();
  readonly #held: OutdatedSession[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;

  constructor(options: OutdatedIntakeOptions) {
    this.#options = options;
    this.#unlisten = options.line.listen({
      heard: (news) => {
        if (news.say === 'outdated') this.#held.push(...news.sessions);
        // Also with the figures of each second.
        if (options.settled()) for (const session of this.#held.splice(0)) this.#take(session);
      },
      down: () => void this.#held.splice(0),
    });
  }

  /** Sessions that wait for their intent. */
  get waiting(): number {
    return this.#waiting.size + this.#held.length;
  }

  isSuperseded(tenant: TenantId, change: SessionChange): boolean {
    const newest = this.#newest.get(`${tenant}/${sessionKey(change)}`);
    return newest !== undefined && newest.version > change.version;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    await Promise.all(this.#underWay);
  }

  #take(session: OutdatedSession): void {
    const tenant = TenantId.parse(session.tenantId);
    const nas = this.#options.nas(tenant, ActorId.parse(session.nasId));
    if (!nas || session.acctSessionId === '') return;
    const change = planSession({
      session,
      dialect: replyDialectOf(nas.vendor),
      profile: (template) => this.#options.profile(tenant, template),
    });
    if (!change) return;
    const key = `${tenant}/${sessionKey(change)}`;
    this.#remember(key, change.version);
    this.#waiting.set(key, { tenant, change });
    this.#pump();
  }

  #remember(key: string, version: number): void {
    const now = this.#options.clock.now();
    this.#newest.delete(key);
    this.#newest.set(key, { version, at: now });
    for (const [oldest, { at }] of this.#newest) {
      if (this.#newest.size <= MOST_REMEMBERED && now - at < REMEMBERED_MS) break;
      this.#newest.delete(oldest);
    }
  }

  #pump(): void {
    for (const [key, { tenant, change }] of this.#waiting) {
      if (this.#underWay.size >= AT_ONCE || this.#stopped) return;
      this.#waiting.delete(key);
      const asked = this.#ask(tenant, change).finally(() => {
        this.#underWay.delete(asked);
        this.#pump();
      });
      this.#underWay.add(asked);
    }
  }

  async #ask(tenant: TenantId, change: SessionChange): Promise<void> {
    const { intents, nas, onTrouble } = this.#options;
    const id = intentId(tenant, change);
    const branchId = nas(tenant, change.nasId)?.branchId ?? undefined;
    try {
      const { reply } = await intents.request({
        ...{ tenant, id, input: { ...change } as never },
        device: sessionDevice(tenant, change),
        act: change.changes === undefined ? 'session.disconnect' : 'session.coa',
        ...(branchId === undefined ? {} : { branchId }),
        reason: change.why,
        begun: beginningOf(change),
        caller: { kind: 'system', name: 'radius' },
        key: IdempotencyKey.parse(`session:${id}`),
      });
      if (!reply.ok && reply.code !== 'deviceIntent/exists')
        onTrouble('a running session could not be told of its policy', reply);
    } catch (error) {
      onTrouble('a running session could not be told of its policy', error);
    }
  }
}

/** The same session and version lead to the same intent, however often it is told (UUID version 8, RFC 9562 §5.8). */
function intentId(tenant: TenantId, change: SessionChange): ActorId {
  return stableId(['sessionChange', tenant, sessionKey(change), change.version]);
}
