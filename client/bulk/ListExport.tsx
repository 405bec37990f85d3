import { Show, type JSX } from 'solid-js';
import { useSession } from '../shell/session.tsx';
import { Menu } from '../ui/Menu.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { say } from '../words/words.ts';

/** A list as a file, all of it that fits what narrows it; the browser saves it as it comes. */
export function ListExport(props: {
  list: 'subscriptions' | 'packages' | 'sessions';
  /** What the server narrows by. */
  narrowedBy: () => Readonly<Record<string, string>>;
}): JSX.Element {
  const session = useSession();
  const save = (format: 'csv' | 'xlsx'): void =>
    location.assign(`/api/bulk/export/${props.list}?${new URLSearchParams({ ...props.narrowedBy(), format })}`);
  return (
    <Show when={session.permissions.includes('bulk.export')}>
      <Menu label={say('bulk.export')} title={say('bulk.export')}>
        <MenuItem onChoose={() => save('csv')}>{say('bulk.exportCsv')}</MenuItem>
        <MenuItem onChoose={() => save('xlsx')}>{say('bulk.exportXlsx')}</MenuItem>
      </Menu>
    </Show>
  );
}
