import { createResource, createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { MyNotices, type NoticeDevice, NoticePhone } from '#shared/notice/contact.ts';
import { getJson, post, put } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import './onCall.css';
import { onCallTabs } from './onCallTabs.ts';
import { TestButton } from './TestButton.tsx';
import { type DeviceObstacle, presentEndpoint, subscribeThisDevice } from './thisDevice.ts';

/** How notices reach whoever is logged in: devices, e-mail, telephone. */
export function MyNoticesScreen(): JSX.Element {
  const session = useSession();
  useTrail(() => [{ label: say('onCall.title'), href: '/on-call' }, { label: say('onCall.mine') }]);
  const mine = createFetched((signal) => getJson('/api/notices/me', MyNotices, { signal }));
  return (
    <div class="peek-list">
      <TabLinks label={say('onCall.title')} tabs={onCallTabs(session)} />
      <div class="on-call-page">
        <Show
          when={mine.trouble() === undefined || mine.data()}
          fallback={<Trouble text={mine.trouble() ?? ''} retry={() => void mine.reload()} />}
        >
          <Show when={mine.data()}>
            {(data) => (
              <>
                <Devices mine={data()} onChange={() => void mine.reload()} />
                <Section
                  title={say('mine.email')}
                  end={<TestButton path="/api/notices/me/email/test" disabled={!data().emailWorks} />}
                >
                  <p class="mono">{data().email}</p>
                  <Show when={!data().emailWorks}>
                    <p class="muted">{say('way.emailOff')}</p>
                  </Show>
                </Section>
                <Phone phone={data().phone} />
              </>
            )}
          </Show>
        </Show>
      </div>
    </div>
  );
}

function Trouble(props: { text: string; retry: () => void }): JSX.Element {
  return (
    <ErrorState title={say('onCall.failed')} text={props.text}>
      <Button onClick={() => props.retry()}>{say('tryAgain')}</Button>
    </ErrorState>
  );
}

function Phone(props: { phone: string }): JSX.Element {
  const form = createForm({
    schema: z.object({ phone: NoticePhone }),
    initial: { phone: props.phone },
    submit: (value) => put('/api/notices/me/phone', value),
  });
  return (
    <Section title={say('mine.phone')}>
      <Form
        form={form}
        submitLabel={say('onCall.save')}
        onDone={() => showToast({ text: say('onCall.saved'), tone: 'done' })}
      >
        <TextField
          form={form}
          name="phone"
          type="tel"
          autocomplete="tel"
          label={say('mine.phone')}
          hint={say('mine.phoneHint')}
        />
      </Form>
    </Section>
  );
}

function Devices(props: { mine: MyNotices; onChange: () => void }): JSX.Element {
  const session = useSession();
  const [pending, setPending] = createSignal(false);
  const [obstacle, setObstacle] = createSignal<string>();
  const [here, { refetch }] = createResource(presentEndpoint);
  const add = async (): Promise<void> => {
    setPending(true);
    setObstacle(undefined);
    try {
      const device = await subscribeThisDevice(props.mine.pushKey);
      if (typeof device === 'string' || 'why' in device) return void setObstacle(words(device));
      await post('/api/notices/me/devices', device);
      showToast({ text: say('mine.added'), tone: 'done' });
      void refetch();
      props.onChange();
    } catch (error) {
      setObstacle(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(false);
    }
  };
  const drop = async ({ id }: NoticeDevice): Promise<void> => {
    try {
      await post(`/api/notices/me/devices/${id}/remove`, {});
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
    props.onChange();
  };
  return (
    <Section
      title={say('mine.devices')}
      end={
        <Button look={here() === undefined ? 'primary' : 'plain'} pending={pending()} onClick={() => void add()}>
          {say('mine.addDevice')}
        </Button>
      }
    >
      <Show when={obstacle()}>
        {(text) => (
          <Banner tone="warning" glyph="bellOff" alert>
            {text()}
          </Banner>
        )}
      </Show>
      <ul class="on-call-offers">
        <For each={props.mine.devices} fallback={<li class="muted">{say('mine.noDevices')}</li>}>
          {(device) => (
            <li>
              <span>
                {device.label}
                <Show when={device.lastDeliveredAt}>
                  {(at) => (
                    <span class="muted">
                      {` · ${say('mine.lastDelivered')} `}
                      <Age at={at()} timeZone={session.timeZone} />
                    </span>
                  )}
                </Show>
              </span>
              <span class="on-call-acts">
                <TestButton path={`/api/notices/me/devices/${device.id}/test`} />
                <Button look="quiet" onClick={() => void drop(device)}>
                  {say('mine.removeDevice')}
                </Button>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Section>
  );
}

function words(obstacle: DeviceObstacle): string {
  if (obstacle === 'unsupported') return say('mine.unsupported');
  return obstacle === 'denied' ? say('mine.denied') : say('mine.subscribeFailed', { why: obstacle.why });
}
