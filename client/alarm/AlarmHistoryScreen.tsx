import { useSearchParams } from '@solidjs/router';
import { createEffect, createSignal, For, Match, on, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { AlarmRow } from '#shared/alarm/view.ts';
import { ApiError, getJson } from '../shell/api.ts';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { AlarmHistoryRow } from './AlarmHistoryRow.tsx';
import './alarmList.css';
import './alarmTable.css';
import { alarmTabs } from './alarmTabs.ts';
import './alarmFilterBar.css';

const Page = z.object({
  rows: z.array(AlarmRow),
  /** Handed back as `before` for the page after this one; absent on the last. */
  next: z.union([z.string(), z.number()]).optional(),
});
type Page = z.infer<typeof Page>;
const LIMIT = 100;

/** Cleared alarms, newest first, page by page: the past does not change, so it is not live. */
export function AlarmHistoryScreen(): JSX.Element {
  useTrail(() => [{ label: say('alarm.title'), href: '/alarms' }, { label: say('alarm.tab.history') }]);
  const [params, setParams] = useSearchParams<{ q?: string }>();
  const text = (): string => params.q ?? '';
  const [rows, setRows] = createSignal<readonly AlarmRow[]>([]);
  const [next, setNext] = createSignal<Page['next']>();
  const [phase, setPhase] = createSignal<'loading' | 'ready' | 'failed'>('loading');
  const [trouble, setTrouble] = createSignal('');
  let asked = 0;
  let focusSearch: () => void = () => {};
  useShortcuts(() => ({ '/': () => focusSearch() }));

  const load = async (before: Page['next']): Promise<void> => {
    asked += 1;
    const mine = asked;
    setPhase('loading');
    try {
      const query = new URLSearchParams({ limit: String(LIMIT), ...(text() && { text: text() }) });
      if (before !== undefined) query.set('before', String(before));
      const page = await getJson(`/api/alarms/history?${query}`, Page);
      if (mine !== asked) return;
      setRows((held) => (before === undefined ? page.rows : [...held, ...page.rows]));
      setNext(page.next);
      setPhase('ready');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine !== asked) return;
      setTrouble(error.message);
      setPhase('failed');
    }
  };
  createEffect(
    on(text, () => {
      setRows([]);
      void load(undefined);
    }),
  );

  return (
    <div class="alarm-main">
      <TabLinks label={say('alarm.title')} tabs={alarmTabs()} />
      <div class="filter-bar" role="search">
        <SearchField
          label={say('filter.text')}
          text={text()}
          onText={(q) => setParams({ q: q || null }, { replace: true })}
          onReady={(focus) => (focusSearch = focus)}
        />
      </div>
      <Switch>
        <Match when={phase() === 'failed'}>
          <ErrorState title={say('history.failed')} text={trouble()}>
            <Button onClick={() => void load(rows().length > 0 ? next() : undefined)}>{say('tryAgain')}</Button>
          </ErrorState>
        </Match>
        <Match when={phase() === 'loading' && rows().length === 0}>
          <Skeleton rows={18} label={say('loading')} />
        </Match>
        <Match when={rows().length === 0}>
          <EmptyState
            glyph="cleared"
            title={say(text() ? 'alarm.noMatch' : 'history.empty')}
            text={say('history.emptyText')}
          />
        </Match>
        <Match when={true}>
          <div class="alarm-grid alarm-head" aria-hidden="true">
            <span />
            <span>{say('column.severity')}</span>
            <span>{say('column.stood')}</span>
            <span>{say('column.source')}</span>
            <span>{say('column.text')}</span>
            <span class="cell-branch">{say('column.branch')}</span>
            <span>{say('column.cleared')}</span>
            <span class="cell-count">{say('column.count')}</span>
            <span>{say('column.acknowledgedBy')}</span>
          </div>
          <div class="history-list" role="list" aria-label={say('alarm.tab.history')}>
            <For each={rows()}>{(alarm) => <AlarmHistoryRow alarm={alarm} />}</For>
            <Show when={next() !== undefined}>
              <div class="history-foot">
                <Button pending={phase() === 'loading'} onClick={() => void load(next())}>
                  {say('history.more')}
                </Button>
              </div>
            </Show>
          </div>
        </Match>
      </Switch>
    </div>
  );
}
