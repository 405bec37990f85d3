import type { AlarmState } from '#actors/alarm/alarmState.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { CommitUnit, SetAsideEnvelope } from '#actors/system/ports.ts';
import type { NasFields } from '#server/nas/storedNas.ts';
import type { DomainWrite } from '#server/platform/actors/domainTable.ts';
import type { NewEvent } from '#server/platform/eventLog/appendEvents.ts';
import {
  type ActorId,
  type BranchId,
  EvidenceId,
  IdempotencyKey,
  type TenantId,
  type UserId,
} from '#shared/values/ids.ts';
import { newEvents } from '../eventLog/events.ts';
import { linkHash, type World } from './tenancyWorld.ts';

const start = Date.UTC(2026, 10, 1);

/** Random arguments: ids that exist in this tenant, only in others, in all of them, or nowhere. */
export class Pick {
  readonly #world: World;
  readonly #random: () => number;
  readonly tenant: TenantId;

  constructor(world: World, tenant: TenantId, random: () => number) {
    this.#world = world;
    this.tenant = tenant;
    this.#random = random;
  }

  number(below: number): number {
    return Math.floor(this.#random() * below);
  }
  one<T>(list: readonly T[]): T {
    return list[this.number(list.length)]!;
  }
  some<T>(list: readonly T[]): T[] {
    return list.filter(() => this.#random() < 0.5);
  }
  id(): string {
    const hex = (digits: number): string =>
      this.number(16 ** digits)
        .toString(16)
        .padStart(digits, '0');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
  }
  at(): number {
    return start + this.number(30 * 24 * 3600) * 1000;
  }
  user(): UserId {
    return this.one(this.#world.userIds);
  }
  branch(): BranchId {
    return this.one(this.#world.branchIds);
  }
  branches(): BranchId[] | 'all' {
    return this.number(3) === 0 ? 'all' : this.some(this.#world.branchIds);
  }
  role(): string {
    return this.one(this.#world.roleIds);
  }
  /** Of a link of any tenant. */
  linkHash(): Buffer {
    return linkHash(this.mark(), this.one(this.#world.actorIds));
  }
  actor(): ActorId {
    return this.one(this.#world.actorIds);
  }
  actors(): ActorId[] {
    return this.some(this.#world.actorIds);
  }
  evidence(): EvidenceId {
    return EvidenceId.parse(this.one(this.#world.evidenceIds));
  }
  /** Of any tenant. */
  session(): string {
    return this.one(this.one(this.#world.tenants).sessionIds);
  }
  /** Of any tenant. */
  setAsideId(): string {
    return this.one(this.one(this.#world.tenants).setAsideIds);
  }
  /** Of any tenant, as is everything named after it. */
  mark(): string {
    return this.one(this.#world.tenants).mark;
  }
  ownMark(): string {
    return this.#world.tenants.find(({ tenant }) => tenant === this.tenant)!.mark;
  }
  anyTenant(): TenantId {
    return this.one(this.#world.tenants).tenant;
  }
  /** Sometimes that of another tenant's alarm source. */
  address(): string {
    return `10.0.0.${1 + this.number(40)}`;
  }
  host(): string {
    return `host-${1 + this.number(5)}`;
  }
  key(): string {
    return this.one(this.#world.keys);
  }
  bytes(): Buffer {
    return Buffer.from(Array.from({ length: 32 }, () => this.number(256)));
  }

  nas(): NasFields {
    const own = this.ownMark();
    return {
      name: `${own}router-${this.id()}`,
      branchId: this.branch(),
      vendor: 'vendor',
      address: `${own}address-${this.id()}`,
      port: 8729,
      security: 'pinned',
      fingerprint: null,
      username: `${own}user`,
      password: this.bytes(),
      radiusSecret: this.bytes(),
      attribution: 'address',
      radiusSource: this.number(20) === 0 ? this.address() : null,
      nasIdentifier: null,
      tunnelAddress: this.number(20) === 0 ? this.address() : null,
      latitude: null,
      longitude: null,
      site: `${own}site`,
      notes: '',
      monitored: true,
      maintenance: false,
      commandsPerSecond: 20,
    };
  }

  alarm(id: ActorId): AlarmState {
    const own = this.ownMark();
    return {
      id,
      source: `${own}new-${id}`,
      cause: `cause ${this.number(100_000)}`,
      text: `${own}text`,
      severity: 'major',
      state: 'raised',
      branchId: this.branch(),
      episode: 1,
      occurrences: 1,
      raisedAt: this.at(),
      lastOccurredAt: this.at(),
      acknowledgedAt: undefined,
      acknowledgedBy: this.user(),
      claimedAt: undefined,
      claimedBy: undefined,
      shelvedUntil: undefined,
      shelvedBy: undefined,
      shelvedReason: undefined,
      clearedAt: undefined,
      clearedBy: undefined,
      comments: 0,
    };
  }
  writes(): DomainWrite[] {
    return this.actors().map((id) => ({ id, expectedVersion: this.number(2), state: this.alarm(id) }));
  }
  intents(): DomainWrite[] {
    return this.actors().map((id) => ({ id, expectedVersion: this.number(2), state: this.intent(id) }));
  }
  intent(id: ActorId): DeviceIntentState {
    return {
      id,
      state: this.one(['requested', 'running', 'needsAttention']),
      deviceKind: 'nas',
      deviceId: this.actor(),
      act: 'nas.reboot',
      input: { mark: `${this.ownMark()}input` },
      branchId: this.branch(),
      reason: `${this.ownMark()}reason`,
      requestedBy: this.user(),
      requestedAt: this.at(),
      notAfter: undefined,
      beganAt: this.at(),
      attempts: 1,
      baseline: undefined,
      retryAt: undefined,
      outcome: undefined,
      readAt: undefined,
      differences: [],
      endedAt: undefined,
    };
  }
  events(): NewEvent[] {
    return newEvents(1 + this.number(3), { actorId: this.actor(), data: { text: `${this.ownMark()}event` } });
  }
  units(): CommitUnit[] {
    return this.actors()
      .slice(0, 3)
      .map((id) => this.unit(id));
  }
  unit(id: ActorId): CommitUnit {
    const deadline = { name: 'shelving', dueAt: this.at() };
    const change: CommitUnit['change'] = {
      expectedVersion: this.number(2),
      state: this.alarm(id),
      events: [{ type: 'alarm.acknowledged' }],
      eventVersions: {},
      actorUser: this.user(),
      cause: { kind: 'command', key: this.key() },
      evidence: {
        id: EvidenceId.parse(this.id()),
        kind: 'test',
        bytes: Buffer.from(`${this.ownMark()}evidence`),
        receivedAt: this.at(),
      },
      deadlines: { set: this.number(2) ? [deadline] : [], calledOff: this.number(2) ? ['shelving'] : [] },
    };
    return {
      address: { tenant: this.tenant, kind: 'alarm', id },
      keys: [{ key: `${this.key()}-${this.number(50)}`, hash: this.bytes() }],
      answer: { ok: true, version: 1 },
      at: this.at(),
      ...(this.number(4) === 0 ? {} : { change }),
      ...(this.number(3) === 0 ? { fired: deadline } : {}),
      ...(this.number(3) === 0 ? { setAside: this.setAside(id) } : {}),
      ...(this.number(5) === 0 ? { fence: { shard: this.number(256), epoch: BigInt(this.number(2)) } } : {}),
    };
  }
  setAside(id: ActorId): SetAsideEnvelope {
    return {
      id: this.id(),
      error: 'crashed',
      setAsideAt: this.at(),
      envelope: {
        address: { tenant: this.tenant, kind: 'alarm', id },
        key: IdempotencyKey.parse(this.key()),
        command: { type: 'alarm.clear' },
        caller: { kind: 'system', name: 'test' },
        deadlineAt: 0,
      },
    };
  }
}
