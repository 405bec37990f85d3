import type { Option } from './form/option.ts';

let options: readonly Option[] | undefined;

/** The zones this browser knows, by the names of the IANA database. */
export function timeZoneOptions(): readonly Option[] {
  options ??= Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
  return options;
}
