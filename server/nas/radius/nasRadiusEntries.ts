import { isIP } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { registeredNas } from '../nasStore.ts';
import type { StoredNas } from '../storedNas.ts';
import { readNasRadius, type StoredNasRadius, usualNasRadius } from './nasRadiusStore.ts';

/** A router as RADIUS has to know it; secrets in clear, newest first. */
export interface NasRadiusEntry {
  readonly nasId: ActorId;
  readonly name: string;
  readonly sources: readonly string[];
  readonly nasIdentifier?: string;
  readonly secrets: readonly string[];
  /** From then on the last of the secrets counts no more. */
  readonly secretEndsAt?: number;
  readonly messageAuthenticator: 'required' | 'accepted' | 'learnt';
  readonly vendor: string;
  /** It is kept connected, and can be asked which sessions it has. */
  readonly readsBack: boolean;
  readonly incomingAddress?: string;
  /** Absent: the usual one. */
  readonly incomingPort?: number;
}

export interface NasRadiusEntriesOptions {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** A secret that can't be read leaves its router out. */
  readonly onTrouble: (nas: StoredNas, error: unknown) => void;
}

/** Routers in use, those named or all of the tenant; read from the database now. */
export type NasRadiusEntries = (tenant: TenantId, ids?: readonly ActorId[]) => Promise<readonly NasRadiusEntry[]>;

export function nasRadiusEntries(options: NasRadiusEntriesOptions): NasRadiusEntries {
  const { database, clock, onTrouble } = options;
  return async (tenant, ids) => {
    const { routers, settings } = await database.tenantTx(tenant, async (tx) => ({
      routers: await registeredNas(tx, ids),
      settings: new Map((await readNasRadius(tx, ids)).map((row) => [row.nasId, row])),
    }));
    return routers.flatMap((nas) => {
      try {
        return [entryOf(options, nas, settings.get(nas.id) ?? { nasId: nas.id, ...usualNasRadius }, clock.now())];
      } catch (error) {
        onTrouble(nas, error);
        return [];
      }
    });
  };
}

function entryOf(
  { secrets }: NasRadiusEntriesOptions,
  nas: StoredNas,
  radius: StoredNasRadius,
  now: number,
): NasRadiusEntry {
  const open = (sealed: Buffer): string => secrets.decrypt(nas.tenant, `nas/${nas.id}/radiusSecret`, sealed);
  const { previousSecret, previousUntil } = radius;
  const previous = previousSecret !== null && previousUntil !== null && previousUntil > now ? previousSecret : null;
  const incomingAddress = nas.tunnelAddress ?? nas.radiusSource ?? (isAddress(nas.address) ? nas.address : undefined);
  return {
    nasId: nas.id,
    name: nas.name,
    sources: sourcesOf(nas),
    secrets: [open(nas.radiusSecret), ...(previous === null ? [] : [open(previous)])],
    // Several behind one address are told apart by what they say of themselves, so it has to be proven (operators 4).
    messageAuthenticator: nas.attribution === 'nasIdentifier' ? 'required' : radius.messageAuthenticator,
    vendor: nas.vendor,
    readsBack: nas.monitored,
    ...(nas.attribution === 'nasIdentifier' && nas.nasIdentifier !== null && { nasIdentifier: nas.nasIdentifier }),
    ...(previous !== null && { secretEndsAt: previousUntil! }),
    ...(incomingAddress !== undefined && { incomingAddress }),
    ...(radius.incomingPort !== null && { incomingPort: radius.incomingPort }),
  };
}

/** Only what it has claimed: under its management address another company's router may send as well. */
function sourcesOf({ attribution, tunnelAddress, radiusSource }: StoredNas): readonly string[] {
  const source = attribution === 'tunnel' ? tunnelAddress : radiusSource;
  return source === null ? [] : [source];
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}
