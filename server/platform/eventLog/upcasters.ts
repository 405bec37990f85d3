import type { EventRecord } from '#actors/system/eventRecord.ts';

/** How events of one type, written in version `from`, read in version `from` + 1. Pure; kept for as long as such events exist. */
export interface Upcaster {
  readonly kind: string;
  readonly type: string;
  readonly from: number;
  up(data: EventRecord['data']): EventRecord['data'];
}

/** Brings a record to the newest version that the upcasters lead to. */
export type Upcast = (record: EventRecord) => EventRecord;

/** Throws when two upcasters start at the same version, or a chain has a hole. */
export function createUpcast(upcasters: readonly Upcaster[]): Upcast {
  const chains = new Map<string, Map<number, Upcaster>>();
  for (const upcaster of upcasters) {
    const name = chainName(upcaster);
    const chain = chains.get(name) ?? new Map<number, Upcaster>();
    if (chain.has(upcaster.from)) throw new Error(`two upcasters of ${name} start at version ${upcaster.from}`);
    chains.set(name, chain.set(upcaster.from, upcaster));
  }
  for (const [name, chain] of chains) {
    const versions = [...chain.keys()].toSorted((a, b) => a - b);
    const hole = versions.find((version, index) => index > 0 && versions[index - 1] !== version - 1);
    if (hole !== undefined) throw new Error(`no upcaster of ${name} leads to version ${hole}`);
  }
  return (record) => {
    const chain = chains.get(chainName(record));
    if (chain === undefined) return record;
    let { v, data } = record;
    for (let step = chain.get(v); step !== undefined; step = chain.get(v)) {
      data = step.up(data);
      v++;
    }
    return v === record.v ? record : { ...record, v, data };
  };
}

function chainName({ kind, type }: { readonly kind: string; readonly type: string }): string {
  return `${kind}/${type}`;
}
