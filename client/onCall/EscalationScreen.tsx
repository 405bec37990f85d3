import { createSignal, For, Show, type JSX } from 'solid-js';
import type { Policy } from '#shared/onCall/policy.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { useActs } from '../shell/acts.ts';
import { post, put } from '../shell/api.ts';
import { usePermission } from '../shell/session.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { createOnCall } from './onCallData.ts';
import { OnCallPage } from './OnCallPage.tsx';
import { PolicyDialog } from './PolicyDialog.tsx';
import { labelOf, routeOptions, targetOptions } from './targetOptions.ts';

const MINUTE_MS = 60_000;

/** What happens with an alarm nobody takes notice of: rules in the order in which they are tried. */
export function EscalationScreen(): JSX.Element {
  const onCall = createOnCall();
  const manages = usePermission('onCall.manage');
  const [editing, setEditing] = createSignal<Policy | 'new'>();
  const [archiving, setArchiving] = createSignal<Policy>();
  useActs(() =>
    manages() ? [{ id: 'policy.new', label: say('policy.new'), key: 'n', run: () => setEditing('new') }] : [],
  );
  const raise = async (view: OnCallView, at: number): Promise<void> => {
    const ids = view.policies.map(({ id }) => id);
    const [one] = ids.splice(at, 1);
    if (one !== undefined) ids.splice(at - 1, 0, one);
    try {
      await put('/api/on-call/policies', { ids });
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
    await onCall.reload();
  };
  return (
    <OnCallPage
      title={say('onCall.escalation')}
      view={onCall}
      end={
        <Show when={manages()}>
          <Button look="primary" hint="n" onClick={() => setEditing('new')}>
            {say('policy.new')}
          </Button>
        </Show>
      }
    >
      {(view) => (
        <>
          <For
            each={view().policies}
            fallback={<EmptyState glyph="bellOff" title={say('policy.empty')} text={say('policy.emptyText')} />}
          >
            {(policy, at) => (
              <Section
                title={policy.name}
                end={
                  <>
                    <Show when={!policy.enabled}>
                      <Badge>{say('policy.off')}</Badge>
                    </Show>
                    <span class="muted">{policy.severities.map((one) => say(`severity.${one}`)).join(', ')}</span>
                    <Show when={manages()}>
                      <Show when={at() > 0}>
                        <IconButton glyph="up" label={say('policy.up')} onClick={() => void raise(view(), at())} />
                      </Show>
                      <Button onClick={() => setEditing(policy)}>{say('onCall.edit')}</Button>
                      <Button look="quiet" onClick={() => setArchiving(policy)}>
                        {say('onCall.archive')}
                      </Button>
                    </Show>
                  </>
                }
              >
                <PolicySteps policy={policy} view={view()} />
              </Section>
            )}
          </For>
          <Show when={editing()} keyed>
            {(policy) => (
              <PolicyDialog
                policy={policy === 'new' ? undefined : policy}
                view={view()}
                onClose={() => setEditing(undefined)}
                onDone={() => {
                  setEditing(undefined);
                  void onCall.reload();
                }}
              />
            )}
          </Show>
          <Show when={archiving()} keyed>
            {(policy) => (
              <ConfirmDialog
                title={say('policy.archiveTitle')}
                targets={[policy.name]}
                act={say('onCall.archive')}
                danger
                onClose={() => setArchiving(undefined)}
                onConfirm={async () => {
                  await post(`/api/on-call/policies/${policy.id}/archive`, {});
                  void onCall.reload();
                }}
              >
                {say('policy.archiveText')}
              </ConfirmDialog>
            )}
          </Show>
        </>
      )}
    </OnCallPage>
  );
}

/** A rule as one reads it: when, who, how. */
function PolicySteps(props: { policy: Policy; view: OnCallView }): JSX.Element {
  const minutes = (ms: number): number => Math.round(ms / MINUTE_MS);
  const branches = (): string => {
    const names = props.view.branches.filter(({ id }) => props.policy.branches.some((one) => one === id));
    return names.length === 0 ? say('onCall.allBranches') : names.map(({ name }) => name).join(', ');
  };
  return (
    <ol class="policy-steps">
      <For each={props.policy.steps}>
        {(step) => (
          <li>
            <span class="policy-when number">
              {step.afterMs === 0 ? say('policy.atOnce') : say('policy.afterMinutes', { n: minutes(step.afterMs) })}
            </span>
            <span>
              {step.targets.map((target) => labelOf(targetOptions(props.view), target)).join(', ')}
              <span class="muted">
                {' · '}
                {step.routes.map((route) => labelOf(routeOptions(props.view), route)).join(' + ')}
                {step.delivery === 'first' ? ` (${say('policy.first')})` : ''}
              </span>
            </span>
          </li>
        )}
      </For>
      <Show when={props.policy.repeatEveryMs}>
        {(every) => (
          <li>
            <span class="policy-when number">{say('policy.repeats', { n: minutes(every()) })}</span>
            <span class="muted">{branches()}</span>
          </li>
        )}
      </Show>
    </ol>
  );
}
