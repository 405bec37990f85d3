import { useSearchParams } from '@solidjs/router';
import { ActorId, BranchId } from '#shared/values/ids.ts';

export const usageSpans = ['1', '7', '31'] as const;
export type UsageSpan = (typeof usageSpans)[number];

export interface UsageQuery {
  branch(): BranchId | undefined;
  router(): ActorId | undefined;
  days(): UsageSpan;
  /** As a part of an address: `&branch=…`, or nothing. */
  where(): string;
  chooseBranch(branch: string): void;
  chooseRouter(router: string | undefined): void;
  chooseDays(days: string): void;
}

/** Of what usage is shown; it stands in the address and can be shared. */
export function useUsageQuery(): UsageQuery {
  const [params, setParams] = useSearchParams<{ branch?: string; router?: string; days?: string }>();
  const replace = { replace: true } as const;
  const branch = (): BranchId | undefined => BranchId.safeParse(params.branch).data;
  const router = (): ActorId | undefined => ActorId.safeParse(params.router).data;
  return {
    branch,
    router,
    days: () => usageSpans.find((one) => one === params.days) ?? '1',
    where: () => (router() ? `&router=${router()}` : branch() ? `&branch=${branch()}` : ''),
    chooseBranch: (chosen) => setParams({ branch: chosen || undefined, router: undefined }, replace),
    chooseRouter: (chosen) => setParams({ router: chosen }, replace),
    chooseDays: (chosen) => setParams({ days: chosen === '1' ? undefined : chosen }, replace),
  };
}
