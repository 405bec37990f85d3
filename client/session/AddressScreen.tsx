import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { type AddressHolder, AddressHolders, AddressQuestion } from '#shared/session/history.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import './session.css';
import { sessionTabs } from './sessionTabs.ts';

/** Who had an address, itself or inside a prefix of theirs, at a time; each question is recorded. */
export function AddressScreen(): JSX.Element {
  useTrail(() => [{ label: say('online.title'), href: '/sessions' }, { label: say('online.address') }]);
  const person = useSession();
  const [found, setFound] = createSignal<readonly AddressHolder[]>();
  const form = createForm({
    schema: AddressQuestion,
    initial: { address: '', at: Math.ceil(Date.now() / 60_000) * 60_000, reference: '' },
    submit: async (question) =>
      void setFound((await postJson('/api/sessions/address', question, AddressHolders)).holders),
  });
  return (
    <>
      <TabLinks label={say('online.title')} tabs={sessionTabs(person.permissions)} />
      <div class="session-page">
        <div class="session-find">
          <Form form={form} submitLabel={say('online.find.act')}>
            <TextField
              form={form}
              name="address"
              label={say('online.find.address')}
              hint={say('online.find.addressHint')}
              autofocus
            />
            <DateTimeField form={form} name="at" label={say('online.find.at')} timeZone={person.timeZone} />
            <TextField
              form={form}
              name="reference"
              label={say('online.find.reference')}
              hint={say('online.find.referenceHint')}
            />
          </Form>
        </div>
        <Show when={found()}>
          {(holders) => (
            <>
              <For
                each={holders()}
                fallback={
                  <EmptyState glyph="search" title={say('online.find.nobody')} text={say('online.find.nobodyText')} />
                }
              >
                {(holder) => <Holder holder={holder} timeZone={person.timeZone} />}
              </For>
              <p class="muted">{say('online.find.clock')}</p>
            </>
          )}
        </Show>
      </div>
    </>
  );
}

function Holder(props: { holder: AddressHolder; timeZone: string }): JSX.Element {
  const facts = (): Fact[] => {
    const { session, held, from, until } = props.holder;
    return [
      { label: say('online.find.address'), value: held, mono: true },
      { label: say('online.find.from'), value: absolute(from, props.timeZone) },
      {
        label: say('online.find.until'),
        value: until === undefined ? say('online.find.still') : absolute(until, props.timeZone),
      },
      { label: say('online.column.mac'), value: session.mac ?? session.calling, mono: true },
      { label: say('online.column.router'), value: session.nasName },
      { label: say('online.column.port'), value: session.nasPort },
      {
        label: say('online.column.id'),
        value: <A href={`/sessions/${session.id}`}>{session.acctSessionId}</A>,
        mono: true,
      },
    ];
  };
  return (
    <section class="session-holder" aria-label={props.holder.session.username}>
      <h2>
        <Show
          when={props.holder.session.subscriptionId}
          fallback={<span class="mono">{props.holder.session.username}</span>}
        >
          {(id) => (
            <A class="mono" href={`/subscriptions/${id()}`}>
              {props.holder.session.username}
            </A>
          )}
        </Show>
      </h2>
      <Facts facts={facts()} />
      <Show when={props.holder.endInferred}>
        <p class="muted">{say('online.find.inferred')}</p>
      </Show>
    </section>
  );
}
