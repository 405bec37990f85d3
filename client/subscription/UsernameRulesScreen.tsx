import { createEffect, createSignal, For, on, Show, type JSX } from 'solid-js';
import { UsernameRules, UsernameRulesPreview } from '#shared/subscription/usernameKey.ts';
import { companyTabs } from '../company/companyTabs.ts';
import { getJson, postJson, put } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './subscription.css';

/** How a company compares usernames, with what other rules would come to before they are saved. */
export function UsernameRulesScreen(): JSX.Element {
  useTrail(() => [{ label: say('company.title'), href: '/company' }, { label: say('subscription.rules') }]);
  const session = useSession();
  const rules = createFetched((signal) => getJson('/api/subscription-rules', UsernameRules, { signal }));
  return (
    <>
      <TabLinks label={say('company.title')} tabs={companyTabs(session)} />
      <div class="subscription-rules">
        <p class="muted">{say('subscription.rulesText')}</p>
        <Show
          when={rules.data()}
          keyed
          fallback={
            <Show when={rules.trouble()} fallback={<Skeleton rows={4} label={say('loading')} />}>
              {(why) => <ErrorState title={say('admin.failed')} text={why()} />}
            </Show>
          }
        >
          {(present) => <RulesForm present={present} onSaved={() => void rules.reload()} />}
        </Show>
      </div>
    </>
  );
}

function RulesForm(props: { present: UsernameRules; onSaved: () => void }): JSX.Element {
  const form = createForm<UsernameRules, UsernameRules>({
    schema: UsernameRules,
    initial: { ...props.present },
    submit: async (rules) => {
      await put('/api/subscription-rules', rules);
    },
  });
  const [preview, setPreview] = createSignal<UsernameRulesPreview>();
  const isSame = (): boolean =>
    form.values().caseSensitive === props.present.caseSensitive && form.values().realm === props.present.realm;
  createEffect(
    on(
      () => JSON.stringify(form.values()),
      (asked) => {
        setPreview(undefined);
        if (isSame()) return;
        // What can't be previewed is refused in words when it is saved.
        void postJson('/api/subscription-rules/preview', UsernameRules.parse(JSON.parse(asked)), UsernameRulesPreview)
          .then((found) => JSON.stringify(form.values()) === asked && setPreview(found))
          .catch(() => undefined);
      },
    ),
  );
  const saved = (): void => {
    showToast({ text: say('subscription.rules.saved'), tone: 'done' });
    props.onSaved();
  };
  return (
    <Form form={form} submitLabel={say('admin.save')} onDone={saved}>
      <CheckboxField
        form={form}
        name="caseSensitive"
        label={say('subscription.rules.case')}
        hint={say('subscription.rules.caseHint')}
      />
      <RadioField
        form={form}
        name="realm"
        label={say('subscription.rules.realm')}
        options={(['keep', 'strip'] as const).map((value) => ({
          value,
          label: say(`subscription.rules.realm.${value}`),
        }))}
      />
      <Show when={preview()}>{(found) => <Preview found={found()} />}</Show>
    </Form>
  );
}

function Preview(props: { found: UsernameRulesPreview }): JSX.Element {
  const collides = (): boolean => props.found.collisions > 0;
  return (
    <Banner tone={collides() ? 'critical' : 'ok'} glyph={collides() ? 'warning' : 'acknowledged'}>
      <p class="subscription-why">
        {collides()
          ? sayCount('subscription.rules.collide', props.found.collisions)
          : props.found.changed === 0
            ? say('subscription.rules.same')
            : sayCount('subscription.rules.changes', props.found.changed)}
      </p>
      <ul class="subscription-collisions">
        <For each={props.found.pairs}>
          {({ one, other }) => (
            <li class="mono">
              {one} = {other}
            </li>
          )}
        </For>
      </ul>
    </Banner>
  );
}
