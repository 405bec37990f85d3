import { join } from 'node:path';
import type { SessionFilter, SessionRow, SessionSort } from '#shared/session/view.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { JournalReader } from '../radius/journalFeature.ts';
import type { RadiusFeature } from '../radius/radiusFeature.ts';
import type { OnlineLines } from '../subscription/subscriptionFeature.ts';
import type { VoucherFeature } from '../voucher/voucherFeature.ts';
import { AccountingAlarm } from './accountingAlarm.ts';
import { AccountingKeeper } from './accountingKeeper.ts';
import { AccountingLag } from './accountingLag.ts';
import { AccountingLoader, type LoadedBatch, type LoaderTrouble } from './accountingLoader.ts';
import { registerAccountingMetrics } from './accountingMetrics.ts';
import { CountedUsage } from './countedUsage.ts';
import { tellFirstUses } from './firstUses.ts';
import { JournalSpaceAlarm } from './journalSpaceAlarm.ts';
import { type LineHistory, lineHistory } from './lineHistory.ts';
import { onlineLines } from './onlineLines.ts';
import { openSessionRows } from './openSessionRows.ts';
import { QuotaMeter } from './quotaMeter.ts';
import { ReversedCounters } from './reversedCounters.ts';
import { SessionBoards } from './sessionBoard.ts';
import { SessionEnding } from './sessionEnding.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { sessionSearch } from './sessionSearch.ts';
import { sessionCountsView, sessionListView } from './sessionViews.ts';
import { SetAsideAlarm } from './setAside/setAsideAlarm.ts';
import { SetAsideDesk } from './setAside/setAsideDesk.ts';
import { setAsideRoutes } from './setAside/setAsideRoutes.ts';
import { usageRoutes } from './usageRoutes.ts';
import { UsersByUsage } from './usersByUsage.ts';
import { ZoneBook } from './zoneBook.ts';

export type { CountedGrowth, CountedUsage } from './countedUsage.ts';
export type { LoadedBatch } from './accountingLoader.ts';
export type { LineHistory } from './lineHistory.ts';
export type { LineSession } from './lineSession.ts';
export { sessionId } from './sessionId.ts';
export { dayShares } from './usageShares.ts';
export type { UsageRow } from './usageTally.ts';
export { ZoneDays } from './zoneDays.ts';

export interface AccountingFeatureParts {
  readonly routers: Pick<NasFeature, 'find'>;
  readonly radius: Pick<RadiusFeature, 'line' | 'showJournalLag'>;
  readonly intents: Pick<DeviceIntentFeature, 'request' | 'isKnown'>;
  readonly vouchers: Pick<VoucherFeature, 'use'>;
}

/** What subscribers use: loads what routers report, and shows it. */
export interface AccountingFeature extends Feature {
  /** Sessions that changed and usage by day, after each transaction; answers how to stop hearing of it. */
  onLoaded(listener: (batch: LoadedBatch) => void): () => void;
  readonly boards: SessionBoards;
  /** Which lines are in. */
  readonly online: OnlineLines;
  readonly history: LineHistory;
  /** Those that fit now, in order, as they were when the first is asked for. */
  openSessions(subject: Subject, filter: SessionFilter, sort: SessionSort): Iterable<SessionRow>;
  /** For lines that send no RADIUS. */
  readonly counted: CountedUsage;
}

export function createAccountingFeature(context: FeatureContext, parts: AccountingFeatureParts): AccountingFeature {
  const { config, database, clock, eventLog, log, repeating, host, ask, tenants, metrics } = context;
  const boards = new SessionBoards();
  const listeners = new Set<(batch: LoadedBatch) => void>();
  const zones = new ZoneBook(database.systemPool, clock);
  const reversed = new ReversedCounters(database.systemPool, clock);
  const keeper = new AccountingKeeper({ database, clock, log });
  const alarm = new AccountingAlarm({
    ...{ clock, ask, tenants },
    newId: host.newId,
    onTrouble: (reply) => repeating.report('accounting.alarm', 'error', { reply }, 'no alarm about accounting'),
  });
  const quotas = new QuotaMeter({
    ...{ database, eventLog, clock, ask },
    newId: host.newId,
    onTrouble: (error) =>
      repeating.report(
        'accounting.quotas',
        'warn',
        { error: errorFields(error) },
        'quotas cannot be read; it is tried again',
      ),
  });
  const { line } = parts.radius;
  const loader = new AccountingLoader({
    pool: database.systemPool,
    clock,
    open: (from) => JournalReader.open(join(config.dataDir, 'radius', 'journal'), from),
    zoneOf: (session) => zones.zoneOf(session),
    async prepare({ firstUses }) {
      await zones.prepare();
      await reversed.prepare();
      if (firstUses.length === 0) return;
      await tellFirstUses({ clock, ask, vouchers: parts.vouchers.use }, firstUses);
    },
    meant: (chunk) => reversed.turned(chunk),
    onLoaded(batch) {
      boards.apply(batch.drafts);
      quotas.used(batch.days);
      line.send({ say: 'loaded', place: batch.place });
      for (const listener of listeners) listener(batch);
    },
    onReset: () => boards.reset(loader.open.all()),
    onTrouble: (trouble) => tellTrouble(trouble),
  });
  const lag = new AccountingLag(loader, line, alarm, clock);
  const space = new JournalSpaceAlarm(line, alarm);
  registerAccountingMetrics(metrics.registry, { loader, lag, keeper });
  parts.radius.showJournalLag(() => lag.figures);

  function tellTrouble({ kind, error }: LoaderTrouble): void {
    repeating.report(`accounting.${kind}`, 'warn', { error: errorFields(error) }, 'accounting is not loaded');
    const why = error instanceof Error ? error.message : String(error);
    if (kind === 'damaged' || kind === 'gone') settling(() => setAside.lost(why));
    if (kind === 'setAside') settling(() => setAside.refresh(''));
  }

  const setAside = new SetAsideDesk({
    ...{ database, clock, loader, tenants },
    routers: parts.routers,
    alarm: new SetAsideAlarm({
      ...{ clock, ask },
      newId: host.newId,
      onTrouble: (reply) => repeating.report('accounting.alarm', 'error', { reply }, 'no alarm about accounting'),
    }),
  });
  function settling(work: () => Promise<void>): void {
    work().catch((error: unknown) =>
      repeating.report('accounting.settle', 'error', { error: errorFields(error) }, 'no alarm about accounting'),
    );
  }

  const { routers, intents } = parts;
  const ending = new SessionEnding({ database, approvals: context.approvals, intents, routers });
  const top = new UsersByUsage({
    ...{ database, clock, tenants },
    onTrouble: (error) =>
      repeating.report('accounting.top', 'warn', { error: errorFields(error) }, 'who used most cannot be added up'),
  });
  const views = { boards, routers: parts.routers, clock, lag: () => lag.figures };
  return {
    name: 'accounting',
    boards,
    online: onlineLines(boards, parts.routers),
    history: lineHistory(database),
    counted: new CountedUsage({ pool: database.systemPool, zones, onStored: (days) => quotas.used(days) }),
    onLoaded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    search: [sessionSearch(boards, parts.routers)],
    openSessions: (subject, filter, sort) =>
      openSessionRows({ boards, clock, routers: parts.routers }, subject, filter, sort),
    views: [sessionListView(views), sessionCountsView(views)] as Feature['views'] & object,
    routes: (app) => {
      sessionRoutes({ database, clock, routers: parts.routers, ending })(app);
      usageRoutes({ database, clock, routers: parts.routers, top })(app);
      setAsideRoutes(setAside)(app);
    },
    async start() {
      await keeper.start();
      for (const tenant of tenants()) await quotas.follow(tenant);
      top.start();
      settling(() => setAside.refresh('nothing waits any more'));
      if (!config.radius.on) return;
      loader.start();
      lag.start();
      space.start();
    },
    tenantAdded: (tenant) => quotas.follow(tenant),
    async stop() {
      lag.stop();
      space.stop();
      await loader.stop();
      await quotas.stop();
      await top.stop();
      await keeper.stop();
    },
  };
}
