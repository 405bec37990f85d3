import { CSV_MARK, csvLine } from '#shared/values/csv.ts';
import type { NasAccount } from '../../nas/nasFeature.ts';

const HEADINGS = [
  'Username',
  'Password',
  'Package',
  'Name',
  'Access type',
  'MAC',
  'Static IP',
  'Labels',
  'Notes',
  'Status',
];
const ACCESS: Readonly<Record<NasAccount['service'], string>> = {
  ppp: 'pppoe',
  hotspot: 'hotspot',
  lease: 'ipoe',
  queue: 'static',
};

/** Accounts of a router as a file that an import reads: profiles stand for packages, the comment is most often the name. */
export function routerSheet(accounts: readonly NasAccount[]): Buffer {
  const lines = accounts.map(({ service, name, password, profile, address, mac, comment, disabled, lists }) => {
    const logsIn = service === 'ppp' || service === 'hotspot';
    return csvLine([
      logsIn ? name : '',
      password,
      profile,
      comment ?? name,
      ACCESS[service],
      mac,
      address,
      lists.join(', '),
      comment === undefined || comment === name ? '' : name,
      disabled ? 'suspended' : 'active',
    ]);
  });
  return Buffer.from(CSV_MARK + csvLine(HEADINGS) + lines.join(''));
}
