import { capacityOf, parseAddressRange } from '#shared/ipPool/addressRange.ts';
import { wholeNumber } from '../../../platform/transport/routeros/rowValues.ts';
import type { NasReplyRow, NasWire } from '../nasDriver.ts';
import type { NasPoolUse } from '../nasNames.ts';

/**
 * RouterOS 7.18 and later say `total` and `used` of a pool themselves; before, the ranges say how much there is, and the
 * addresses given out are counted there, not sent here.
 */
export async function readPoolUses(
  wire: NasWire,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly NasPoolUse[]> {
  const { rows } = await wire.run({ path: '/ip/pool/print' }, { signal });
  const uses: NasPoolUse[] = [];
  for (const row of rows) {
    const { name } = row;
    if (name === undefined || !names.includes(name)) continue;
    const size = wholeNumber(row['total']) ?? sizeOf(row);
    if (size === undefined) continue;
    uses.push({ name, size, used: wholeNumber(row['used']) ?? (await countUsed(wire, name, signal)) });
  }
  return uses;
}

async function countUsed(wire: NasWire, name: string, signal: AbortSignal): Promise<number> {
  const { done, rows } = await wire.run(
    { path: '/ip/pool/used/print', attributes: { 'count-only': '' }, queries: [`pool=${name}`] },
    { signal },
  );
  return wholeNumber(done['ret']) ?? rows.length;
}

/** Undefined for ranges that are not understood: no figure is better than a wrong one. */
function sizeOf({ ranges }: NasReplyRow): number | undefined {
  const parsed = (ranges ?? '').split(',').map((text) => parseAddressRange(text.trim()));
  const known = parsed.filter((range) => range !== undefined);
  return known.length === parsed.length ? Number(capacityOf(known, null)) : undefined;
}
