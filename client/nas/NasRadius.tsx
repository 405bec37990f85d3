import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { NasMessageAuthenticator, NasRadiusChange, NasRadiusSettings } from '#shared/nas/radius.ts';
import type { NasDetail } from '#shared/nas/view.ts';
import { createRadiusHealth } from '../radius/radiusHealth.ts';
import { getJson, patchJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { StatTile } from '../ui/chart/StatTile.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber } from '../words/words.ts';
import './nas.css';
import { NasSecretRotation } from './NasSecretRotation.tsx';

/** How the router speaks RADIUS: what it asks, what it is told, and the terms both have agreed on. */
export function NasRadius(props: { nas: NasDetail }): JSX.Element {
  const session = useSession();
  const path = (): string => `/api/nas/${props.nas.id}/radius`;
  const settings = createFetched((signal) => getJson(path(), NasRadiusSettings, { signal }), path);
  const mayManage = (): boolean => session.permissions.includes('nas.manage');
  return (
    <div class="nas-panel">
      <Figures id={props.nas.id} />
      <Show
        when={settings.data()}
        fallback={
          <Show when={settings.trouble()} fallback={<Skeleton rows={6} label={say('loading')} />}>
            {(why) => (
              <ErrorState title={say('nas.radius.failed')} text={why()}>
                <Button onClick={() => void settings.reload()}>{say('tryAgain')}</Button>
              </ErrorState>
            )}
          </Show>
        }
      >
        {(found) => (
          <div class="nas-radius-columns">
            <Section title={say('nas.radius.secret')}>
              <NasSecretRotation
                nas={props.nas}
                settings={found()}
                mayManage={mayManage()}
                onChanged={() => void settings.reload()}
              />
            </Section>
            <Section title={say('nas.radius.terms')}>
              <Show when={found()} keyed>
                {(standing) => (
                  <Terms
                    path={path()}
                    settings={standing}
                    mayManage={mayManage()}
                    onSaved={() => void settings.reload()}
                  />
                )}
              </Show>
            </Section>
          </div>
        )}
      </Show>
    </div>
  );
}

/** Of the last seconds, live. */
function Figures(props: { id: string }): JSX.Element {
  const session = useSession();
  const health = createRadiusHealth();
  const row = () => health.routers().find(({ id }) => id === props.id);
  const rate = (value: number | undefined): string | undefined => (value === undefined ? undefined : sayNumber(value));
  return (
    <Show when={health.state() !== 'refused'}>
      <div class="nas-figures">
        <StatTile label={say('radius.requests')} value={rate(row()?.requests)} />
        <StatTile label={say('radius.accepts')} value={rate(row()?.accepts)} />
        <StatTile label={say('radius.rejects')} value={rate(row()?.rejects)} />
        <StatTile label={say('radius.drops')} value={rate(row()?.drops)} />
        <StatTile label={say('radius.sessions')} value={rate(row()?.sessions)} />
      </div>
      <p class="muted">
        {say('radius.heard')}{' '}
        <Show when={row()?.lastAt} fallback={say('radius.never')}>
          {(at) => <Age at={at()} timeZone={session.timeZone} />}
        </Show>
        {' · '}
        <A href={`/sessions?router=${props.id}`}>{say('nas.radius.sessions')}</A>
      </p>
    </Show>
  );
}

const Input = NasRadiusChange.required().extend({ incomingPort: z.int().min(1).max(65_535).optional() });
type TermsInput = { messageAuthenticator: string; incomingPort: number | undefined; countersReversed: boolean };

function Terms(props: {
  path: string;
  settings: NasRadiusSettings;
  mayManage: boolean;
  onSaved: () => void;
}): JSX.Element {
  const form = createForm<TermsInput, z.infer<typeof Input>>({
    schema: Input,
    initial: {
      messageAuthenticator: props.settings.messageAuthenticator,
      incomingPort: props.settings.incomingPort ?? undefined,
      countersReversed: props.settings.countersReversed,
    },
    submit: async ({ incomingPort = null, ...terms }) => {
      await patchJson(props.path, { ...terms, incomingPort }, NasRadiusSettings);
      showToast({ text: say('nas.radius.saved'), tone: 'done' });
      props.onSaved();
    },
  });
  return (
    <Form form={form} submitLabel={say('admin.save')}>
      <SelectField
        form={form}
        name="messageAuthenticator"
        label={say('nas.radius.authenticator')}
        hint={say('nas.radius.authenticatorHint')}
        disabled={!props.mayManage}
        options={NasMessageAuthenticator.options.map((value) => ({
          value,
          label: say(`nas.radius.authenticator.${value}`),
        }))}
      />
      <NumberField
        form={form}
        name="incomingPort"
        label={say('nas.radius.port')}
        hint={say('nas.radius.portHint')}
        disabled={!props.mayManage}
        whole
        optional
      />
      <CheckboxField
        form={form}
        name="countersReversed"
        label={say('nas.radius.reversed')}
        hint={say('nas.radius.reversedHint')}
        disabled={!props.mayManage}
      />
    </Form>
  );
}
