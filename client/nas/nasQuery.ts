import { useSearchParams } from '@solidjs/router';
import { NasState } from '#shared/nas/values.ts';
import { type NasFilter, NasSort } from '#shared/nas/view.ts';
import { BranchId } from '#shared/values/ids.ts';

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

/** What narrows and orders the list of routers; it stands in the address and can be shared. */
export function useNasQuery(): NasQuery {
  const [params, setParams] = useSearchParams();
  const replace = { replace: true } as const;
  const text = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const list = (name: string): string[] => text(name).split(',').filter(Boolean);
  const filter = (): NasFilter => ({
    text: text('text').slice(0, 100),
    states: list('state').flatMap((state) => NasState.safeParse(state).data ?? []),
    branches: list('branch').flatMap((branch) => BranchId.safeParse(branch).data ?? []),
  });
  return {
    filter,
    sort: () => NasSort.catch('trouble').parse(text('sort') || 'trouble'),
    peeked: () => text('router') || undefined,
    narrowed: () => text('text') !== '' || text('state') !== '' || text('branch') !== '',
    change: ({ text: words, states, branches }) =>
      setParams(
        {
          ...(words === undefined ? {} : { text: words || undefined }),
          ...(states === undefined ? {} : { state: states.join(',') || undefined }),
          ...(branches === undefined ? {} : { branch: branches.join(',') || undefined }),
        },
        replace,
      ),
    sortBy: (sort) => setParams({ sort: sort === 'trouble' ? undefined : sort }, replace),
    peek: (router) => setParams({ router }, replace),
    clear: () => setParams({ text: undefined, state: undefined, branch: undefined }, replace),
  };
}
