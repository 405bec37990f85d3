import { Show, type JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';
import { Menu } from '../ui/Menu.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { ApiError, post } from './api.ts';
import { useLabRuns } from './lab.ts';
import { usePermission } from './session.tsx';

/** Makes weather in the simulated network; not there without the lab. */
export function LabMenu(): JSX.Element {
  const labRuns = useLabRuns();
  const mayOperate = usePermission('inspector.operate');
  const make = async (path: string, body: object, done: string): Promise<void> => {
    try {
      await post(path, body);
      showToast({ tone: 'done', text: done });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast({ tone: 'trouble', text: error.message });
    }
  };
  const storm = (alarms: number, seconds: number): void =>
    void make('/api/lab/storm', { alarms, reports: alarms * 4, seconds }, say('lab.stormBegun'));
  return (
    <Show when={mayOperate() && labRuns() === true}>
      <Menu
        title={say('lab.explain')}
        class="lab-trigger"
        label={
          <>
            <Glyph name="crash" />
            <span class="person-name">{say('lab.menu')}</span>
          </>
        }
      >
        <div class="menu-section">{say('lab.explain')}</div>
        <MenuItem onChoose={() => storm(500, 5)}>{say('lab.storm')}</MenuItem>
        <MenuItem onChoose={() => storm(5_000, 20)}>{say('lab.bigStorm')}</MenuItem>
        <MenuItem onChoose={() => void make('/api/lab/calm', {}, say('lab.calmBegun'))}>{say('lab.calm')}</MenuItem>
      </Menu>
    </Show>
  );
}
