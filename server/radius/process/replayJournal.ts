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
import { JournalGone } from '../journal/journalGone.ts';
import { JournalReader } from '../journal/journalReader.ts';
import { field, flag, state } from '../session/sessionRecord.ts';
import { acctStatus, acctTimes } from './acctPacket.ts';
import { replayLease } from './heldAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

const packet = new RadiusPacket();

/** Brings the sessions to the end of the journal, from the place they were written to the disk at. How many entries. */
export async function replayJournal(
  directory: string,
  from: JournalPlace | undefined,
  memory: RadiusMemory,
  keeper: SessionKeeper,
): Promise<number> {
  await using reader = await openFrom(directory, from);
  let entries = 0;
  while (reader) {
    const { records } = await reader.read();
    if (records.length === 0) break;
    for (const { payload } of records) replay(payload, memory, keeper);
    entries += records.length;
  }
  return entries;
}

/** What is gone from the journal was stored long ago; the sessions then are as the rest of it says. */
async function openFrom(directory: string, from: JournalPlace | undefined): Promise<JournalReader | undefined> {
  try {
    return await JournalReader.open(directory, from);
  } catch (error) {
    if (!(error instanceof JournalGone)) throw error;
    return await JournalReader.open(directory);
  }
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
