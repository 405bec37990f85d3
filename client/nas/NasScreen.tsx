import { useParams, useSearchParams } from '@solidjs/router';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import type { NasDetail } from '#shared/nas/view.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { type Act, useActs } from '../shell/acts.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabPanel, Tabs } from '../ui/Tabs.tsx';
import { say } from '../words/words.ts';
import './nas.css';
import { NasActives } from './NasActives.tsx';
import { NasActList } from './NasActList.tsx';
import { createNasActs } from './nasActs.ts';
import { NasAlarms } from './NasAlarms.tsx';
import { NasBackups } from './NasBackups.tsx';
import { NasCharts } from './NasCharts.tsx';
import { createNasDetail } from './nasDetail.ts';
import { NasEditing } from './NasEditing.tsx';
import { NasFacts } from './NasFacts.tsx';
import { NasFigures } from './NasFigures.tsx';
import { NasInterfaces } from './NasInterfaces.tsx';
import { NasLocalAccounts } from './NasLocalAccounts.tsx';
import { NasLog } from './NasLog.tsx';
import { NasRadius } from './NasRadius.tsx';
import { NasSetup } from './NasSetup.tsx';
import { NasStatePill } from './NasStatePill.tsx';
import { NasStaticLines } from './NasStaticLines.tsx';

const tabs = ['now', 'interfaces', 'sessions', 'radius', 'static', 'local', 'log', 'setup', 'backups', 'acts'] as const;
type Tab = (typeof tabs)[number];
const neededFor: { readonly [Name in Tab]?: Permission } = {
  static: 'subscription.view',
  local: 'bulk.import',
  setup: 'nas.manage',
  backups: 'nas.backup',
};
/** What is asked before it is done. */
export type NasAsking = 'change' | 'archive' | 'reboot' | 'secret';

/** One router: what it is, what happens on it now, and what can be done about it. */
export function NasScreen(): JSX.Element {
  const session = useSession();
  const params = useParams<{ id: string }>();
  const [search, setSearch] = useSearchParams();
  const detail = createNasDetail(() => params.id);
  const acts = createNasActs();
  const [asking, setAsking] = createSignal<NasAsking>();
  const may = (permission: Parameters<typeof session.permissions.includes>[0]): boolean =>
    session.permissions.includes(permission);
  const shownTabs = (): readonly Tab[] =>
    tabs.filter((tab) => {
      const needed = neededFor[tab];
      return needed === undefined || may(needed);
    });
  const tab = (): Tab => shownTabs().find((one) => one === search['tab']) ?? 'now';
  useTrail(() => [{ label: say('nas.title'), href: '/routers' }, { label: detail.router()?.name ?? '' }]);
  useActs(() => {
    const nas = detail.router();
    if (!nas) return [];
    const offered: Act[] = [];
    if (may('nas.operate'))
      offered.push({ id: 'nas.tryNow', label: say('nas.tryNow'), run: () => void acts.tryNow(nas.id) });
    if (may('nas.operate'))
      offered.push({ id: 'nas.reboot', label: say('nas.reboot'), run: () => setAsking('reboot') });
    if (may('nas.manage'))
      offered.push({ id: 'nas.change', label: say('nas.change'), key: 'e', run: () => setAsking('change') });
    return offered;
  });

  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={detail.state() === 'refused' || (detail.state() === 'current' && !detail.router())}>
        <ErrorState title={say('nas.missing')} text={detail.refusal() ?? say('nas.missingText')} />
      </Match>
      <Match when={detail.router()}>
        {(nas) => (
          <ObjectPage
            kind={say('nas.kind')}
            name={nas().name}
            state={<NasStatePill nas={nas()} timeZone={session.timeZone} />}
            actions={
              <>
                <Show when={may('nas.operate')}>
                  <Show
                    when={nas().state === 'up' || nas().state === 'degraded' || nas().state === 'maintenance'}
                    fallback={<Button onClick={() => void acts.tryNow(nas().id)}>{say('nas.tryNow')}</Button>}
                  >
                    <Button onClick={() => setAsking('reboot')}>{say('nas.reboot')}</Button>
                  </Show>
                </Show>
                <Show when={may('nas.manage')}>
                  <Button hint="e" onClick={() => setAsking('change')}>
                    {say('nas.change')}
                  </Button>
                </Show>
              </>
            }
            more={
              may('nas.manage') || may('nas.viewSecrets') ? (
                <>
                  <Show when={may('nas.viewSecrets')}>
                    <MenuItem onChoose={() => setAsking('secret')}>{say('nas.secret.show')}</MenuItem>
                  </Show>
                  <Show when={may('nas.manage')}>
                    <MenuItem onChoose={() => setAsking('archive')}>{say('nas.archive')}</MenuItem>
                  </Show>
                </>
              ) : undefined
            }
            below={
              <>
                <Trouble nas={nas()} timeZone={session.timeZone} />
                <Tabs
                  label={say('nas.kind')}
                  chosen={tab()}
                  onChoose={(id) => setSearch({ tab: id === 'now' ? undefined : id }, { replace: true })}
                  tabs={shownTabs().map((id) => ({ id, label: say(`nas.tab.${id}`) }))}
                />
              </>
            }
            left={tab() === 'now' ? <NasFacts nas={nas()} /> : undefined}
            right={tab() === 'now' ? <NasAlarms name={nas().name} /> : undefined}
          >
            <TabPanel id={tab()}>
              <Switch>
                <Match when={tab() === 'now'}>
                  <div class="nas-panel">
                    <NasFigures nas={nas()} />
                    <NasCharts id={nas().id} />
                    <Section title={say('nas.tab.acts')}>
                      <NasActList id={nas().id} brief />
                    </Section>
                  </div>
                </Match>
                <Match when={tab() === 'interfaces'}>
                  <NasInterfaces id={nas().id} interfaces={detail.interfaces()} />
                </Match>
                <Match when={tab() === 'sessions'}>
                  <NasActives nas={nas()} acts={acts} />
                </Match>
                <Match when={tab() === 'radius'}>
                  <NasRadius nas={nas()} />
                </Match>
                <Match when={tab() === 'static'}>
                  <NasStaticLines id={nas().id} />
                </Match>
                <Match when={tab() === 'local'}>
                  <NasLocalAccounts nas={nas()} />
                </Match>
                <Match when={tab() === 'log'}>
                  <NasLog lines={detail.log()} />
                </Match>
                <Match when={tab() === 'setup'}>
                  <NasSetup nas={nas()} acts={acts} />
                </Match>
                <Match when={tab() === 'backups'}>
                  <NasBackups id={nas().id} />
                </Match>
                <Match when={tab() === 'acts'}>
                  <NasActList id={nas().id} />
                </Match>
              </Switch>
            </TabPanel>
            <NasEditing nas={nas()} acts={acts} asking={asking()} onClose={() => setAsking(undefined)} />
          </ObjectPage>
        )}
      </Match>
    </Switch>
  );
}

function Trouble(props: { nas: NasDetail; timeZone: string }): JSX.Element {
  return (
    <>
      <Show when={props.nas.error}>
        {(why) => (
          <Banner tone={props.nas.state === 'maintenance' ? 'maintenance' : 'critical'} glyph="warning">
            {why()}
          </Banner>
        )}
      </Show>
      <Show when={props.nas.unknownSince}>
        {(since) => (
          <Banner tone="unknown" glyph="unknown">
            {say('nas.unknownSince', { time: absolute(since(), props.timeZone) })}
          </Banner>
        )}
      </Show>
    </>
  );
}
