import { BranchId } from '#shared/values/ids.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { AccountingFeature } from '../accounting/accountingFeature.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import type { SubscriptionFeature } from '../subscription/subscriptionFeature.ts';
import { findingsOf } from './findings.ts';
import { readSituation, type SituationSources } from './readSituation.ts';

export interface TroubleshootingViewPorts extends SituationSources {
  readonly accounting: Pick<AccountingFeature, 'history' | 'boards' | 'onLoaded'>;
  readonly subscriptions: Pick<SubscriptionFeature, 'policies' | 'onChange'>;
  readonly onTrouble: (error: unknown) => void;
}

const EVERY_MS = 1_000;
/** Routers and the RADIUS process change without telling. */
const ANYWAY_MS = 5_000;

/** View `troubleshooting`: rows `0`, `1` … are {@link Finding}s of a line, the first to look at first. */
export function troubleshootingView(
  ports: TroubleshootingViewPorts,
): ViewSource<Extract<ViewRequest, { view: 'troubleshooting' }>> {
  const { clock, accounting, subscriptions, onTrouble } = ports;
  return {
    view: 'troubleshooting',
    admit({ tenant, permissions, branches }) {
      if (!permissions.has('subscription.view') || !permissions.has('session.view'))
        return wireRefusal('view/not-permitted');
      return { tenant, permissionClass: 'all', scope: branches === 'all' ? 'all' : branches.toSorted().join() };
    },
    async open({ tenant, scope }, { id }, changed) {
      const branches = scope === 'all' ? scope : scope.split(',').flatMap((one) => BranchId.safeParse(one).data ?? []);
      const callbacks = new Set<() => void>();
      const tell = (): void => callbacks.forEach((callback) => callback());
      const ends = [
        await subscriptions.onChange(tenant, (ids) => ids.has(id) && tell()),
        accounting.boards.of(tenant).lines.onChange((ids) => ids.has(id) && tell()),
        accounting.onLoaded(({ rejects }) => rejects.some(({ subscriptionId }) => subscriptionId === id) && tell()),
        every(ports, ANYWAY_MS, tell),
      ];
      const leave = (): void => ends.forEach((end) => end());
      try {
        const open = await openRefreshed(
          {
            ...{ clock, onTrouble, everyMs: EVERY_MS },
            async read() {
              const situation = await readSituation(ports, { tenant, id, scope: branches });
              const findings = situation === undefined ? [] : findingsOf(situation);
              return findings.map((finding, at) => ({ id: String(at), fields: finding }));
            },
            onChange(callback) {
              callbacks.add(callback);
              return () => void callbacks.delete(callback);
            },
          },
          changed,
        );
        return {
          ...open,
          close() {
            open.close();
            leave();
          },
        };
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
}

function every({ clock }: Pick<SituationSources, 'clock'>, ms: number, tell: () => void): () => void {
  let timer = clock.setTimeout(again, ms);
  function again(): void {
    tell();
    timer = clock.setTimeout(again, ms);
  }
  return () => clock.clearTimeout(timer);
}
