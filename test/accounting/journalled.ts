import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { JournalPlace } from '#server/radius/control/controlMessage.ts';
import { addressOctets, encodeAccounting, uuidOctets } from '#server/radius/journal/accountingCodec.ts';
import { encodeEntry, type WrittenEntry } from '#server/radius/journal/entryCodec.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { JournalWriter } from '#server/radius/journal/journalWriter.ts';
import { segmentName } from '#server/radius/journal/segmentFormat.ts';

export interface WrittenReport {
  readonly tenantId: string;
  readonly nasId: string;
  readonly subscriptionId?: string | undefined;
  readonly startedAt: number;
  readonly receivedAt: number;
  readonly flags?: number | undefined;
  readonly version?: number | undefined;
  readonly packet: Buffer;
}

/** A journal of the RADIUS process in the temporary folder, written by hand. */
export interface TestJournal extends AsyncDisposable {
  report(report: WrittenReport): Promise<void>;
  say(entry: WrittenEntry): Promise<void>;
  open(from?: JournalPlace): Promise<JournalReader | undefined>;
  /** A part of it is gone. */
  lose(ordinal: number): Promise<void>;
}

const source = addressOctets('127.0.0.1');

export async function testJournal(segmentBytes = 8 * 1_048_576): Promise<TestJournal> {
  const directory = await mkdtemp(join(tmpdir(), 'lastmile-journal-'));
  const writer = await JournalWriter.open({
    directory,
    clock: systemClock,
    segmentBytes,
    batchBytes: Math.min(segmentBytes, 1_048_576),
    keepFreeBytes: 0,
    onDurable: () => undefined,
    onTrouble: (error) => {
      throw error;
    },
  });
  /** Small segments are made as fast as they are filled: what is refused for a moment is asked again. */
  const append = async (payload: Buffer): Promise<void> => {
    while (writer.append(payload) === -1) {
      if (writer.refusal !== 'busy') throw new Error(`the journal is ${writer.refusal}`);
      await setImmediate();
    }
  };
  return {
    async report(report) {
      const entry = Buffer.alloc(88 + report.packet.length);
      const header = {
        flags: report.flags ?? 0,
        receivedAt: report.receivedAt,
        sessionStartedAt: report.startedAt,
        tenant: uuidOctets(report.tenantId),
        nas: uuidOctets(report.nasId),
        subscription: report.subscriptionId === undefined ? undefined : uuidOctets(report.subscriptionId),
        source,
        version: report.version ?? 0,
      };
      encodeAccounting(entry, 0, header, report.packet, report.packet.length);
      await append(entry);
    },
    say: (entry) => append(encodeEntry(entry)),
    open: (from) => JournalReader.open(directory, from),
    lose: (ordinal) => rm(join(directory, segmentName(ordinal))),
    async [Symbol.asyncDispose]() {
      await writer.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
