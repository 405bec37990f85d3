import { hash } from 'node:crypto';
import { NAS } from '#actors/nas/nasActor.ts';
import type { Caller } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Database } from '../platform/db/database.ts';
import { subscriptionsOf } from '../subscription/subscriptionFeature.ts';
import { type PlacedLine, placedLines } from './staticLineStore.ts';
import { lineName } from './wantedLine.ts';

export interface LineIntentsPorts {
  readonly database: Database;
  readonly intents: Pick<DeviceIntentFeature, 'request'>;
  readonly routers: Pick<NasFeature, 'find'>;
}

export type LineOnRouter = Pick<PlacedLine, 'subscriptionId' | 'number' | 'nasId'>;

const SYSTEM: Caller = { kind: 'system', name: 'staticLines' };
const AT_ONCE = 100;

/** Asks that a router be made to have of a line what is wanted. The same `why` of a line and router asks once. */
export class LineIntents {
  readonly #ports: LineIntentsPorts;

  constructor(ports: LineIntentsPorts) {
    this.#ports = ports;
  }

  /** Throws when the intent was not taken. */
  async ask(
    tenant: TenantId,
    { subscriptionId, number, nasId }: LineOnRouter,
    why: readonly (string | number)[],
    caller: Caller = SYSTEM,
  ): Promise<ActorId> {
    const { intents, routers } = this.#ports;
    const id = stableId(['staticLine', tenant, subscriptionId, nasId, ...why]);
    const branchId = routers.find(tenant, nasId)?.branchId ?? undefined;
    const { reply } = await intents.request({
      ...{ tenant, id, caller, act: 'nas.applyStaticLine', device: { kind: NAS, id: nasId } },
      ...(branchId === undefined ? {} : { branchId }),
      input: { subscriptionId, line: lineName(number), asked: caller !== SYSTEM },
      key: IdempotencyKey.parse(`staticLine:${id}`),
    });
    if (!reply.ok && reply.code !== 'deviceIntent/exists')
      throw new Error(`a router could not be told of a line: ${reply.message}`);
    return id;
  }

  /** After events that change what routers are to have of lines. */
  async follow(tenant: TenantId, records: readonly EventRecord[]): Promise<void> {
    const ids = subscriptionsOf(records);
    if (ids.length === 0) return;
    const position = records.at(-1)!.position;
    const placed = await this.#ports.database.tenantTx(tenant, (tx) => placedLines(tx, ids));
    for (let from = 0; from < placed.length; from += AT_ONCE)
      await Promise.all(placed.slice(from, from + AT_ONCE).map((line) => this.ask(tenant, line, ['event', position])));
  }
}

/** The same parts lead to the same id (UUID version 8, RFC 9562 §5.8). */
function stableId(parts: readonly (string | number)[]): ActorId {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
