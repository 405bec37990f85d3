import type { NasService } from '#shared/nas/values.ts';
import type { NasAccountSwitch } from '../nasAccounts.ts';
import type { NasWire } from '../nasDriver.ts';

const MENUS: Readonly<Record<NasService, string>> = { ppp: '/ppp/secret', hotspot: '/ip/hotspot/user' };

/** Entries of these names that the router has, one question each: names are few, secrets may be thousands. */
export async function accountSwitches(
  wire: NasWire,
  service: NasService,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly NasAccountSwitch[]> {
  const found: NasAccountSwitch[] = [];
  for (const name of names) {
    const attributes = { '.proplist': '.id,name,disabled' };
    const { rows } = await wire.run(
      { path: `${MENUS[service]}/print`, attributes, queries: [`name=${name}`] },
      { signal },
    );
    for (const { '.id': id, disabled } of rows)
      if (id !== undefined) found.push({ id, name, disabled: disabled === 'true' });
  }
  return found;
}

/** Whoever is connected by it stays so until it is dialled anew (MikroTik: PPP AAA, secrets). */
export async function switchAccount(
  wire: NasWire,
  service: NasService,
  { id, disabled }: Pick<NasAccountSwitch, 'id' | 'disabled'>,
  signal: AbortSignal,
): Promise<void> {
  await wire.run(
    { path: `${MENUS[service]}/set`, attributes: { '.id': id, disabled: disabled ? 'yes' : 'no' } },
    { signal },
  );
}
