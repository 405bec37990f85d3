import { join } from 'node:path';
import type { Keyring } from '#server/platform/secrets/keyring.ts';
import type { JournalPlace } from '../control/controlMessage.ts';
import { macText, readMac, MAC_BYTES } from '../memory/macOctets.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { uuidText, writeUuid } from '../memory/uuidOctets.ts';
import { field, flag, state, type SessionState } from '../session/sessionRecord.ts';
import { claimAddresses, rememberAddresses } from './heldAddresses.ts';
import { lastsOf, restoreLasts } from './lastAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import { readSealed, SealedFile } from './sealedFile.ts';

const PURPOSE = 'radius/sessions';
/** Slots that are looked at in one turn of the event loop: less than a millisecond. */
const SLOTS_A_TURN = 400;

interface Head {
  readonly place: JournalPlace | undefined;
}

interface KeptSession {
  readonly tenant: string;
  readonly nas: string;
  readonly id: string;
  readonly name: string;
  readonly subscription: string;
  readonly state: SessionState;
  readonly flags: number;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly sessionTime: number;
  readonly version: number;
  readonly interimSeconds: number;
  readonly ipv4: number;
  readonly pool: number;
  /** Of IPv6, its upper half in hexadecimal. */
  readonly prefix?: string;
  readonly prefixPool?: number;
  readonly mac?: string;
}

/** What lines had last that have no session which says it; see `lastAddresses.ts`. */
interface KeptLasts {
  readonly lasts: string;
}

/**
 * The sessions on the disk, as of a place in the journal: after a start the journal is read from there on. They are
 * written while requests are being served; one that changes meanwhile is put right by the journal, since what is read
 * twice changes nothing.
 */
export class SessionFile {
  readonly #path: string;
  readonly #keyring: Keyring;

  constructor(folder: string, keyring: Keyring) {
    this.#path = join(folder, 'sessions.sealed');
    this.#keyring = keyring;
  }

  async write(memory: RadiusMemory, place: JournalPlace | undefined): Promise<void> {
    while (!(await this.#tryWrite(memory, place)));
  }

  /** False: sessions changed their slots meanwhile, so that some may be missing. */
  async #tryWrite(memory: RadiusMemory, place: JournalPlace | undefined): Promise<boolean> {
    const { sessions } = memory;
    const { arrangement } = sessions;
    const file = await SealedFile.create(this.#path, this.#keyring, PURPOSE);
    try {
      await file.append({ place } satisfies Head);
      for (let slot = 0; slot < sessions.slots && sessions.arrangement === arrangement; slot += SLOTS_A_TURN) {
        const kept = someOf(memory, slot);
        if (kept.length > 0) await file.append(kept);
        await new Promise(setImmediate);
      }
      if (sessions.arrangement !== arrangement || !(await appendLasts(file, memory))) return false;
      await file.publish();
      return true;
    } finally {
      await file.close();
    }
  }

  /** Where to read the journal from; undefined: from its beginning. */
  async read(memory: RadiusMemory): Promise<JournalPlace | undefined> {
    let head: Head | undefined;
    for await (const value of readSealed(this.#path, this.#keyring, PURPOSE)) {
      if (!head) head = value as Head;
      else if (Array.isArray(value)) for (const kept of value as readonly KeptSession[]) restore(memory, kept);
      else restoreLasts(memory, (value as KeptLasts).lasts);
    }
    return head?.place;
  }
}

/** False: lines changed their slots meanwhile. */
async function appendLasts(file: SealedFile, memory: RadiusMemory): Promise<boolean> {
  const { policies } = memory;
  const { arrangement } = policies;
  for (let slot = 0; slot < policies.slots && policies.arrangement === arrangement; slot += SLOTS_A_TURN) {
    const lasts = lastsOf(memory, slot, slot + SLOTS_A_TURN);
    if (lasts.length > 0) await file.append({ lasts: lasts.toString('base64') } satisfies KeptLasts);
    await new Promise(setImmediate);
  }
  return policies.arrangement === arrangement;
}

function someOf(memory: RadiusMemory, from: number): readonly KeptSession[] {
  const kept: KeptSession[] = [];
  const { sessions } = memory;
  for (let slot = from; slot < Math.min(sessions.slots, from + SLOTS_A_TURN); slot += 1) {
    const ref = sessions.at(slot);
    if (ref !== 0 && sessions.state(ref) !== state.admitted) kept.push(keptOf(memory, ref));
  }
  return kept;
}

function keptOf({ sessions, tenants, routers }: RadiusMemory, ref: RecordRef): KeptSession {
  const chunk = sessions.chunk(ref);
  const at = sessions.offset(ref);
  return {
    tenant: tenants.id(chunk.readUInt16LE(at + field.tenant)),
    nas: routers.id(sessions.u32(ref, field.nas)),
    id: sessions.id(ref),
    name: sessions.userName(ref),
    subscription: uuidText(chunk, at + field.subscription),
    state: sessions.state(ref),
    flags: chunk[at + field.flags]!,
    startedAt: sessions.time(ref, field.startedAt),
    heardAt: sessions.time(ref, field.heardAt),
    sessionTime: sessions.u32(ref, field.sessionTime),
    version: sessions.u32(ref, field.version),
    interimSeconds: sessions.u32(ref, field.interimSeconds),
    ipv4: sessions.u32(ref, field.ipv4),
    pool: sessions.u32(ref, field.pool),
    ...(sessions.u32(ref, field.prefixPool) !== 0 && {
      prefix: sessions.u64(ref, field.prefix).toString(16),
      prefixPool: sessions.u32(ref, field.prefixPool),
    }),
    ...(sessions.hasFlag(ref, flag.hasMac) && { mac: macText(chunk, at + field.mac) }),
  };
}

function restore(memory: RadiusMemory, kept: KeptSession): void {
  const { sessions, policies, tenants, routers } = memory;
  const nas = routers.number(kept.nas);
  const bytes = Buffer.from(kept.id + kept.name);
  const idBytes = Buffer.byteLength(kept.id);
  const policy = policies.byId(kept.subscription);
  const fresh = sessions.add({ tenant: tenants.number(kept.tenant), nas, policy, at: kept.startedAt });
  const ref = sessions.name(fresh, sessions.hash(nas, bytes, 0, idBytes), bytes, 0, idBytes, idBytes, bytes.length);
  writeUuid(sessions.chunk(ref), sessions.offset(ref) + field.subscription, kept.subscription);
  sessions.setState(ref, kept.state);
  sessions.setFlag(ref, kept.flags);
  sessions.setTime(ref, field.heardAt, kept.heardAt);
  sessions.setU32(ref, field.sessionTime, kept.sessionTime);
  sessions.setU32(ref, field.version, kept.version);
  sessions.setU32(ref, field.interimSeconds, kept.interimSeconds);
  sessions.setU32(ref, field.ipv4, kept.ipv4);
  const mac = Buffer.alloc(MAC_BYTES);
  if (kept.mac !== undefined && readMac(Buffer.from(kept.mac), 0, kept.mac.length, mac)) sessions.setMac(ref, mac);
  sessions.setU32(ref, field.pool, kept.pool);
  sessions.setU64(ref, field.prefix, BigInt(`0x${kept.prefix ?? '0'}`));
  sessions.setU32(ref, field.prefixPool, kept.prefixPool ?? 0);
  if (policy !== 0) rememberAddresses(memory, policy, kept.pool === 0 ? 0 : kept.ipv4, sessions.u64(ref, field.prefix));
  if (kept.state !== state.closed) claimAddresses(memory, ref);
}
