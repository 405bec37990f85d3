import type { VoucherFeature } from '../../voucher/voucherFeature.ts';
import type { PolicySource } from './policySource.ts';

/** Vouchers, which log in as a subscription of their own does. */
export function voucherSource(feed: VoucherFeature['feed']): PolicySource {
  return {
    all: (tenant, rules) => feed.policies(tenant, rules),
    async *changed(tenant, rules, records) {
      for (const record of records) {
        const changed = record.type === 'company.usernameRulesChanged' ? 'all' : feed.changedBy(record);
        if (changed === undefined) continue;
        const there = new Set<string>();
        for await (const policies of feed.policies(tenant, rules, changed)) {
          for (const { subscriptionId } of policies) there.add(subscriptionId);
          yield { policies, removed: [] };
        }
        const ids = typeof changed === 'object' && 'ids' in changed ? changed.ids : [];
        yield { policies: [], removed: ids.filter((id) => !there.has(id)) };
      }
    },
  };
}
