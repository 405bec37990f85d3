import type { JSX } from 'solid-js';
import { Menu } from '../ui/Menu.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { say } from '../words/words.ts';

const files = [
  ['bulk.exportCustomersCsv', '/api/bulk/export/customers?format=csv'],
  ['bulk.exportCustomersXlsx', '/api/bulk/export/customers?format=xlsx'],
  ['bulk.exportLinesCsv', '/api/bulk/export/subscriptions?format=csv'],
  ['bulk.exportLinesXlsx', '/api/bulk/export/subscriptions?format=xlsx'],
] as const;

/** Whole lists as files; the browser saves them as they come. */
export function ExportMenu(): JSX.Element {
  return (
    <Menu label={say('bulk.export')} title={say('bulk.export')}>
      {files.map(([word, address]) => (
        <MenuItem onChoose={() => location.assign(address)}>{say(word)}</MenuItem>
      ))}
    </Menu>
  );
}
