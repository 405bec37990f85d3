import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { JournalPlace } from '../control/controlMessage.ts';
import { decodeAccounting } from '../journal/accountingCodec.ts';
import {
  entryKind,
  type ClosedEntry,
  type FirstUseEntry,
  type LeaseEntry,
  type UnknownSinceEntry,
} from '../journal/entry.ts';
import { JournalDamage } from '../journal/journalDamage.ts';
import { JournalGone } from '../journal/journalGone.ts';
import { JournalReader } from '../journal/journalReader.ts';
import { field, flag, state } from '../session/sessionRecord.ts';
import { acctStatus, acctTimes } from './acctPacket.ts';
import { replayLease } from './heldAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

const packet = new RadiusPacket();

/**
 * Brings the sessions to the end of the journal, from the place they were written to the disk at. How many entries. What
 * is gone was stored long ago, and what is damaged is said by whoever loads it: the sessions then are as the rest of the
 * journal says, because customers come before a server that knows all.
 */
export async function replayJournal(
  directory: string,
  from: JournalPlace | undefined,
  memory: RadiusMemory,
  keeper: SessionKeeper,
): Promise<number> {
  let entries = 0;
  let place = from;
  for (;;) {
    try {
      await using reader = await JournalReader.open(directory, place);
      // Nothing twice: only then the reader has looked whether something sound stands behind.
      for (let nothing = 0; reader && nothing < 2;) {
        const { records } = await reader.read();
        nothing = records.length === 0 ? nothing + 1 : 0;
        for (const { payload } of records) replay(payload, memory, keeper);
        entries += records.length;
      }
      return entries;
    } catch (error) {
      place = behind(error);
    }
  }
}

/** Always further on than what failed. */
function behind(error: unknown): JournalPlace {
  if (error instanceof JournalGone) return error.oldest;
  if (error instanceof JournalDamage) return error.next;
  throw error;
}

function replay(payload: Buffer, memory: RadiusMemory, keeper: SessionKeeper): void {
  switch (payload[0]) {
    case entryKind.accounting:
      return replayAccounting(payload, memory, keeper);
    case entryKind.closed:
      return eachOf<ClosedEntry>(payload, (entry) => replayClosed(entry, memory, keeper));
    case entryKind.unknownSince:
      return eachOf<UnknownSinceEntry>(payload, (entry) => replayUnknown(entry, memory, keeper));
    case entryKind.lease:
      return eachOf<LeaseEntry>(payload, (entry) => replayLease(memory, entry));
    case entryKind.firstUse:
      return memory.used(JSON.parse(payload.toString('utf8', 1)) as FirstUseEntry);
    default:
  }
}

function eachOf<Entry>(payload: Buffer, visit: (entry: Entry) => void): void {
  for (const entry of JSON.parse(payload.toString('utf8', 1)) as readonly Entry[]) visit(entry);
}

function replayAccounting(payload: Buffer, memory: RadiusMemory, keeper: SessionKeeper): void {
  const entry = decodeAccounting(payload);
  const nas = entry && memory.nas.byId(entry.nasId);
  if (!nas || packet.read(entry.packet) !== undefined || packet.code !== radiusCode.accountingRequest) return;
  const status = packet.u32(standardAttribute.acctStatusType) ?? 0;
  if (status === acctStatus.on || status === acctStatus.off) {
    keeper.endAllOf(nas, acctTimes(packet, entry.receivedAt).event);
    return;
  }
  if (status !== acctStatus.start && status !== acctStatus.interim && status !== acctStatus.stop) return;
  keeper.follow(packet, nas, status, entry.receivedAt);
}

function replayClosed(entry: ClosedEntry, memory: RadiusMemory, keeper: SessionKeeper): void {
  const ref = keeper.known(memory.routers.known(entry.nasId), entry.acctSessionId, entry.sessionStartedAt);
  if (ref === 0 || !keeper.isRunning(ref) || memory.sessions.time(ref, field.heardAt) > entry.endedAt) return;
  memory.sessions.setFlag(ref, flag.presumed);
  keeper.end(ref);
}

function replayUnknown(entry: UnknownSinceEntry, memory: RadiusMemory, keeper: SessionKeeper): void {
  const ref = keeper.known(memory.routers.known(entry.nasId), entry.acctSessionId, entry.sessionStartedAt);
  if (ref === 0 || !keeper.isRunning(ref)) return;
  memory.sessions.setState(ref, entry.since === undefined ? state.open : state.unknown);
}
