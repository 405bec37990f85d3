import { numberOf, textOf } from './network.ts';

export interface AddressRanges {
  readonly total: number;
  has(address: string): boolean;
  /** The first address that is not taken. */
  free(taken: ReadonlySet<string>): string | undefined;
}

/** What /ip pool calls ranges: `10.0.0.2-10.0.0.254,10.0.1.0/24`. */
export function expandRanges(ranges: string): AddressRanges {
  const parts = ranges.split(',').flatMap((part) => {
    if (part.includes('-')) {
      const [from = '', to = ''] = part.split('-');
      return [{ from: numberOf(from), to: numberOf(to) }];
    }
    const [address = '', length = '32'] = part.split('/');
    if (!/^\d+(\.\d+){3}$/.test(address)) return [];
    const size = 2 ** (32 - Number(length));
    const from = Math.floor(numberOf(address) / size) * size;
    return [{ from, to: from + size - 1 }];
  });
  return {
    total: parts.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0),
    has: (address) => {
      const value = /^\d+(\.\d+){3}$/.test(address) ? numberOf(address) : -1;
      return parts.some(({ from, to }) => value >= from && value <= to);
    },
    free: (taken) => {
      for (const { from, to } of parts)
        for (let value = from; value <= to; value += 1) {
          const address = textOf(value);
          if (!taken.has(address)) return address;
        }
      return undefined;
    },
  };
}
