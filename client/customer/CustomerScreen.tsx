import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { CustomerRecord } from '#shared/customer/registration.ts';
import { formatCustomerNumber } from '#shared/customer/values.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { postJson } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { ObjectPage } from '../ui/ObjectPage.tsx';
import { orTrouble } from '../ui/orTrouble.ts';
import { absolute } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabPanel, Tabs } from '../ui/Tabs.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import './customer.css';
import { CustomerDialog } from './CustomerDialog.tsx';
import { CustomerDocuments } from './CustomerDocuments.tsx';
import { CustomerFacts } from './CustomerFacts.tsx';
import { CustomerSubscriptions } from './CustomerSubscriptions.tsx';
import { CustomerTimeline } from './CustomerTimeline.tsx';

const tabs = ['subscriptions', 'documents', 'timeline'] as const;
type Tab = (typeof tabs)[number];
const Version = z.object({ version: z.int() });

/** One customer: who it is, the lines, the documents and what was done. Live. */
export function CustomerScreen(): JSX.Element {
  const session = useSession();
  const params = useParams<{ id: string }>();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const view = createLiveView(
    useLive(),
    () => ({ view: 'customer', id: ActorId.parse(params.id) }) as const,
    CustomerRecord,
  );
  const customer = (): CustomerRecord | undefined => view.rows[0]?.fields;
  const [asking, setAsking] = createSignal<'change' | 'archive'>();
  const mayManage = (): boolean => session.permissions.includes('customer.manage');
  const shownTabs = (): readonly Tab[] =>
    tabs.filter(
      (tab) =>
        (tab !== 'documents' || session.permissions.includes('customer.documents')) &&
        (tab !== 'subscriptions' || session.permissions.includes('subscription.view')),
    );
  const tab = (): Tab => shownTabs().find((one) => one === search['tab']) ?? shownTabs()[0] ?? 'timeline';
  useTrail(() => [{ label: say('customer.title'), href: '/customers' }, { label: customer()?.name ?? '' }]);
  useActs(() =>
    mayManage() && customer()?.archivedAt === null
      ? [{ id: 'customer.change', label: say('customer.change'), key: 'e', run: () => setAsking('change') }]
      : [],
  );
  const restore = async ({ id, name }: CustomerRecord): Promise<void> => {
    await postJson(`/api/customers/${id}/restore`, {}, Version);
    showToast({ text: say('customer.restored', { name }), tone: 'done' });
  };
  const archive = async (found: CustomerRecord): Promise<void> => {
    await postJson(`/api/customers/${found.id}/archive`, {}, Version);
    showToast({
      text: say('customer.archived', { name: found.name }),
      tone: 'done',
      action: { label: say('ui.undo'), run: () => void orTrouble(() => restore(found)) },
    });
    navigate('/customers');
  };

  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={view.state === 'refused' || (view.state === 'current' && !customer())}>
        <ErrorState title={say('customer.missing')} text={view.refusal?.message ?? say('customer.missingText')} />
      </Match>
      <Match when={customer()}>
        {(found) => (
          <ObjectPage
            kind={`${say(`customer.kind.${found().kind}`)} · ${formatCustomerNumber(found().number)}`}
            name={found().name}
            actions={
              <Show when={mayManage()}>
                <Show
                  when={found().archivedAt === null}
                  fallback={
                    <Button onClick={() => void orTrouble(() => restore(found()))}>{say('customer.restore')}</Button>
                  }
                >
                  <Button hint="e" onClick={() => setAsking('change')}>
                    {say('customer.change')}
                  </Button>
                </Show>
              </Show>
            }
            more={
              mayManage() && found().archivedAt === null ? (
                <MenuItem onChoose={() => setAsking('archive')}>{say('customer.archive')}</MenuItem>
              ) : undefined
            }
            below={
              <>
                <Show when={found().archivedAt}>
                  {(archivedAt) => (
                    <Banner tone="unknown" glyph="info">
                      {say('customer.archivedSince', { time: absolute(archivedAt(), session.timeZone) })}
                    </Banner>
                  )}
                </Show>
                <Tabs
                  label={say('customer.kind')}
                  chosen={tab()}
                  onChoose={(id) => setSearch({ tab: id === shownTabs()[0] ? undefined : id }, { replace: true })}
                  tabs={shownTabs().map((id) => ({ id, label: say(`customer.tab.${id}`) }))}
                />
              </>
            }
            left={<CustomerFacts customer={found()} />}
          >
            <TabPanel id={tab()}>
              <div class="customer-panel">
                <Switch>
                  <Match when={tab() === 'subscriptions'}>
                    <CustomerSubscriptions customerId={found().id} archived={found().archivedAt !== null} />
                  </Match>
                  <Match when={tab() === 'documents'}>
                    <CustomerDocuments customer={found()} />
                  </Match>
                  <Match when={tab() === 'timeline'}>
                    <CustomerTimeline customer={found()} />
                  </Match>
                </Switch>
              </div>
            </TabPanel>
            <Switch>
              <Match when={asking() === 'change'}>
                <CustomerDialog
                  record={found()}
                  onClose={() => setAsking(undefined)}
                  onSaved={() => setAsking(undefined)}
                />
              </Match>
              <Match when={asking() === 'archive'}>
                <ConfirmDialog
                  title={say('customer.archiveTitle', { name: found().name })}
                  act={say('customer.archive')}
                  danger
                  onClose={() => setAsking(undefined)}
                  onConfirm={() => archive(found())}
                >
                  {say('customer.archiveText')}
                </ConfirmDialog>
              </Match>
            </Switch>
          </ObjectPage>
        )}
      </Match>
    </Switch>
  );
}
