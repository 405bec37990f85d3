import { CustomerSort } from '#shared/customer/list.ts';
import { BranchId } from '#shared/values/ids.ts';
import { useAddressParams } from '../ui/addressParams.ts';

export interface CustomerQuery {
  text(): string;
  branch(): BranchId | undefined;
  labels(): readonly string[];
  archived(): boolean;
  sort(): CustomerSort;
  narrowed(): boolean;
  /** As the server takes it, without the place of the page. */
  address(): string;
  change(part: { text?: string; branch?: string; labels?: readonly string[]; archived?: boolean }): void;
  sortBy(sort: CustomerSort): void;
  clear(): void;
}

/** What narrows and orders the list of customers; it stands in the address and can be shared. */
export function useCustomerQuery(): CustomerQuery {
  const params = useAddressParams();
  const text = (): string => params.text('text').slice(0, 100);
  const branch = (): BranchId | undefined => BranchId.safeParse(params.text('branch')).data;
  const labels = (): readonly string[] => params.list('labels').slice(0, 10);
  const archived = (): boolean => params.text('archived') === 'true';
  const sort = (): CustomerSort => CustomerSort.catch('name').parse(params.text('sort') || 'name');
  const address = (): string => {
    const query = new URLSearchParams({ text: text(), sort: sort(), archived: String(archived()) });
    const chosen = branch();
    if (chosen) query.append('branches', chosen);
    for (const label of labels()) query.append('labels', label);
    return query.toString();
  };
  return {
    ...{ text, branch, labels, archived, sort, address },
    narrowed: () => text() !== '' || branch() !== undefined || labels().length > 0 || archived(),
    change: (part) =>
      params.put({ ...part, archived: part.archived === undefined ? undefined : part.archived ? 'true' : '' }),
    sortBy: (to) => params.put({ sort: to === 'name' ? '' : to }),
    clear: () => params.remove('text', 'branch', 'labels', 'archived'),
  };
}
