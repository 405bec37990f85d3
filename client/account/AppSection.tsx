import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { RecoveryCodes, TotpEnrolment, type SecurityView } from '#shared/auth/secondFactor.ts';
import { postJson, remove } from '../shell/api.ts';
import { RecoveryCodeList } from '../shell/RecoveryCodeList.tsx';
import { useSession } from '../shell/session.tsx';
import { TotpSetup } from '../shell/TotpSetup.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Pill } from '../ui/Pill.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say, sayCount } from '../words/words.ts';
import { AccountSection } from './AccountPage.tsx';
import { createOwnAct } from './ownAct.ts';

/** The authenticator app and the codes that stand in for it. */
export function AppSection(props: { security: SecurityView; onChanged: () => void }): JSX.Element {
  const { timeZone } = useSession();
  const [enrolment, setEnrolment] = createSignal<TotpEnrolment>();
  const [codes, setCodes] = createSignal<readonly string[]>();
  const [asking, setAsking] = createSignal<'remove' | 'renew'>();
  const act = createOwnAct();
  const begin = (): Promise<void> =>
    act.run(async () => void setEnrolment(await postJson('/api/session/totp', {}, TotpEnrolment)));
  const confirm = (code: string): Promise<void> =>
    act.run(async () => {
      const { recoveryCodes } = await postJson('/api/session/totp/confirm', { code }, RecoveryCodes);
      setEnrolment(undefined);
      setCodes(recoveryCodes);
      props.onChanged();
    });
  const renew = async (): Promise<void> => {
    const { recoveryCodes } = await postJson('/api/session/recovery-codes', {}, RecoveryCodes);
    setCodes(recoveryCodes);
    props.onChanged();
  };
  const takeAway = async (): Promise<void> => {
    await remove('/api/session/totp');
    props.onChanged();
  };
  return (
    <AccountSection title={say('totp.title')} text={say('totp.text')}>
      <Switch
        fallback={
          <>
            <Show when={act.trouble()}>
              {(text) => (
                <Banner tone="critical" glyph="warning" alert>
                  {text()}
                </Banner>
              )}
            </Show>
            <Button look="primary" pending={act.pending()} onClick={() => void begin()}>
              {say('totp.begin')}
            </Button>
          </>
        }
      >
        <Match when={codes()}>
          {(shown) => <RecoveryCodeList codes={shown()} onDone={() => setCodes(undefined)} />}
        </Match>
        <Match when={props.security.totp}>
          {(totp) => (
            <>
              <div class="account-choice">
                <Pill tone="ok" glyph="acknowledged">
                  {say('totp.on')}
                </Pill>
                <span class="muted">{say('ui.since', { time: absolute(totp().since, timeZone) })}</span>
              </div>
              <p classList={{ muted: totp().recoveryCodesLeft > 2 }}>
                {sayCount('recovery.left', totp().recoveryCodesLeft)}
              </p>
              <div class="account-choice">
                <Button onClick={() => setAsking('renew')}>{say('recovery.renew')}</Button>
                <Button onClick={() => setAsking('remove')}>{say('totp.remove')}</Button>
              </div>
            </>
          )}
        </Match>
        <Match when={enrolment()}>
          {(begun) => (
            <>
              <TotpSetup
                enrolment={begun()}
                pending={act.pending()}
                trouble={act.trouble()}
                onConfirm={(code) => void confirm(code)}
              />
              <Button onClick={() => setEnrolment(undefined)}>{say('cancel')}</Button>
            </>
          )}
        </Match>
      </Switch>
      <Show when={asking() === 'renew'}>
        <ConfirmDialog
          title={say('recovery.renewTitle')}
          act={say('recovery.renew')}
          onClose={() => setAsking(undefined)}
          onConfirm={renew}
        >
          <p>{say('recovery.renewText')}</p>
        </ConfirmDialog>
      </Show>
      <Show when={asking() === 'remove'}>
        <ConfirmDialog
          danger
          title={say('totp.removeTitle')}
          act={say('totp.remove')}
          onClose={() => setAsking(undefined)}
          onConfirm={takeAway}
        >
          <p>{say('totp.removeText')}</p>
        </ConfirmDialog>
      </Show>
    </AccountSection>
  );
}
