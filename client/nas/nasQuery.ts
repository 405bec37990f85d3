import { NasState } from '#shared/nas/values.ts';
import { type NasFilter, NasSort } from '#shared/nas/view.ts';
import { BranchId } from '#shared/values/ids.ts';
import { useAddressParams } from '../ui/addressParams.ts';

export interface NasQuery {
  filter(): NasFilter;
  sort(): NasSort;
  peeked(): string | undefined;
  narrowed(): boolean;
  change(part: Partial<NasFilter>): void;
  sortBy(sort: NasSort): void;
  peek(id: string | undefined): void;
  clear(): void;
}

const narrowing = ['text', 'state', 'branch'] as const;

/** What narrows and orders the list of routers; it stands in the address and can be shared. */
export function useNasQuery(): NasQuery {
  const params = useAddressParams();
  return {
    filter: () => ({
      text: params.text('text').slice(0, 100),
      states: params.list('state').flatMap((state) => NasState.safeParse(state).data ?? []),
      branches: params.list('branch').flatMap((branch) => BranchId.safeParse(branch).data ?? []),
    }),
    sort: () => NasSort.catch('trouble').parse(params.text('sort') || 'trouble'),
    peeked: () => params.text('router') || undefined,
    narrowed: () => params.any(...narrowing),
    change: ({ text, states, branches }) => params.put({ text, state: states, branch: branches }),
    sortBy: (sort) => params.put({ sort: sort === 'trouble' ? '' : sort }),
    peek: (router) => params.put({ router: router ?? '' }),
    clear: () => params.remove(...narrowing),
  };
}
