import { expect, test } from 'vitest';
import { AccountingBatch } from '#server/accounting/accountingBatch.ts';
import { readFact, type AccountingFact } from '#server/accounting/accountingFact.ts';
import { lookUp } from '#server/accounting/batchLookups.ts';
import type { KnownReport } from '#server/accounting/knownReports.ts';
import type { LineSession } from '#server/accounting/lineSession.ts';
import { OpenSessions } from '#server/accounting/openSessions.ts';
import { UsageTally } from '#server/accounting/usageTally.ts';
import { ZoneDays } from '#server/accounting/zoneDays.ts';
import { accountingFlag } from '#server/radius/journal/entry.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { reportPacket } from './reportPacket.ts';

const tenantId = '00000000-0000-4000-8000-000000000001';
const nasId = '00000000-0000-4000-8000-000000000002';
const START = Date.UTC(2026, 10, 20, 18);
const WRAP = 2 ** 32;

interface SentReport {
  readonly line: number;
  readonly kind: number;
  readonly seconds: number;
  readonly octetsIn: number;
  readonly octetsOut: number;
  readonly startedAt: number;
  readonly wide: boolean;
}

/** What the database would hold. */
class StoredWorld {
  readonly sessions = new Map<string, LineSession>();
  readonly reports = new Map<string, KnownReport[]>();
  readonly open = new OpenSessions();
  readonly usage = new Map<string, { octetsIn: number; octetsOut: number }>();
  readonly hours = { octetsIn: 0, octetsOut: 0 };
  records = 0;

  async load(facts: readonly AccountingFact[]): Promise<void> {
    const stored = await lookUp({ facts, named: [] }, this.open, {
      sessions: async (names) => {
        const wanted = new Set(names.map(({ acctSessionId }) => acctSessionId));
        return [...this.sessions.values()].filter(({ acctSessionId }) => wanted.has(acctSessionId));
      },
      reports: async (sessions) => new Map(sessions.map(({ id }) => [id, this.reports.get(id) ?? []])),
    });
    const batch = new AccountingBatch(stored, new UsageTally(new ZoneDays(), () => 'Africa/Nairobi'));
    for (const fact of facts) batch.report(fact);
    for (const { before, now, reports } of batch.drafts) {
      if (this.sessions.has(now.id) !== (before !== undefined)) throw new Error('a stored session began again');
      this.sessions.set(now.id, now);
      this.reports.set(now.id, [...(this.reports.get(now.id) ?? []), ...reports]);
      this.open.put(now);
    }
    for (const row of batch.usage.days()) {
      const sum = this.usage.get(row.ofId) ?? { octetsIn: 0, octetsOut: 0 };
      this.usage.set(row.ofId, { octetsIn: sum.octetsIn + row.octetsIn, octetsOut: sum.octetsOut + row.octetsOut });
    }
    for (const row of batch.usage.hours()) {
      this.hours.octetsIn += row.octetsIn;
      this.hours.octetsOut += row.octetsOut;
    }
    this.records += batch.records.length;
  }
}

const subscriptionOf = (line: number): string => `00000000-0000-4000-9000-${String(line).padStart(12, '0')}`;

function sentBy(line: number, random: () => number): SentReport[] {
  const wide = random() < 0.7;
  const startedAt = START + Math.floor(random() * 7_200) * 1000;
  const interims = Math.floor(random() * 8);
  const sent: SentReport[] = [{ line, kind: 1, seconds: 0, octetsIn: 0, octetsOut: 0, startedAt, wide }];
  let [seconds, octetsIn, octetsOut] = [0, 0, 0];
  for (let step = 0; step <= interims; step += 1) {
    seconds += 1 + Math.floor(random() * 600);
    // A counter of 32 bits must not go round unseen: what the reports between say has to be enough to know it.
    octetsIn += Math.floor(random() * (wide ? 5 * WRAP : 1e8));
    octetsOut += Math.floor(random() * (wide ? 5 * WRAP : 1e8));
    sent.push({ line, kind: step === interims ? 2 : 3, seconds, octetsIn, octetsOut, startedAt, wide });
  }
  return sent;
}

/** As the RADIUS process says it: which reports may be known, and of which sessions nothing is in its memory. */
class Process {
  readonly #seen = new Map<number, number>();

  restart(): void {
    this.#seen.clear();
  }

  verify(report: SentReport, random: () => number): AccountingFact {
    const seen = this.#seen.get(report.line);
    const unseen = seen === undefined && report.kind !== 1;
    const late = seen !== undefined && report.seconds <= seen;
    this.#seen.set(report.line, Math.max(seen ?? 0, report.seconds));
    // A Start after a restart of the process can be a repetition, too.
    const again = seen === undefined && report.kind === 1 ? accountingFlag.unseen : 0;
    return readFact({
      tenantId,
      nasId,
      subscriptionId: subscriptionOf(report.line),
      version: 1,
      flags: (late ? accountingFlag.late : 0) | (unseen ? accountingFlag.unseen : again),
      receivedAt: report.startedAt + report.seconds * 1000,
      sessionStartedAt: report.startedAt + (unseen ? Math.floor(random() * 5000) - 2500 : 0),
      packet: reportPacket({
        kind: report.kind,
        acctSessionId: `81${report.line.toString(16).padStart(6, '0')}`,
        username: `line${report.line}`,
        ...(report.kind === 1 ? {} : report),
        gigawords: report.wide,
      }),
    })!;
  }
}

test('whatever is lost, repeated or late: each report once, and usage as the counters say, to the octet', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = seededRandom(seed);
    const world = new StoredWorld();
    const process = new Process();
    const sent = Array.from({ length: 40 }, (_, line) => sentBy(line, random)).flat();
    const arriving = sent
      .filter(() => random() > 0.15)
      .flatMap((report) => (random() < 0.2 ? [report, report] : [report]))
      .map((report) => ({
        report,
        at: report.startedAt + report.seconds * 1000 + (random() < 0.3 ? random() * 4e6 : 0),
      }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ report }) => report);
    for (let at = 0; at < arriving.length;) {
      const size = 1 + Math.floor(random() * 60);
      if (random() < 0.1) process.restart();
      await world.load(arriving.slice(at, at + size).map((report) => process.verify(report, random)));
      at += size;
    }
    const truth = Map.groupBy(new Set(arriving), ({ line }) => line);
    expect(world.sessions.size, `seed ${seed}`).toBe(truth.size);
    expect(world.records, `seed ${seed}`).toBe(new Set(arriving).size);
    let octets = 0;
    for (const session of world.sessions.values()) {
      const reports = truth.get(Number.parseInt(session.acctSessionId.slice(2), 16))!;
      const most = (key: 'octetsIn' | 'octetsOut' | 'seconds'): number =>
        Math.max(...reports.map((report) => report[key]));
      expect([session.octetsIn, session.octetsOut, session.seconds], `seed ${seed}`).toEqual([
        most('octetsIn'),
        most('octetsOut'),
        most('seconds'),
      ]);
      expect(session.endedAt !== undefined).toBe(reports.some(({ kind }) => kind === 2));
      expect(world.usage.get(session.subscriptionId!) ?? { octetsIn: 0, octetsOut: 0 }).toEqual({
        octetsIn: session.octetsIn,
        octetsOut: session.octetsOut,
      });
      octets += session.octetsIn;
    }
    expect(world.hours.octetsIn).toBe(octets);
  }
});
