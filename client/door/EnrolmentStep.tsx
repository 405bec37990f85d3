import { createSignal, Match, onMount, Switch, type JSX } from 'solid-js';
import { EnrolledLogin } from '#shared/auth/login.ts';
import { TotpEnrolment } from '#shared/auth/secondFactor.ts';
import { postJson } from '../shell/api.ts';
import { RecoveryCodeList } from '../shell/RecoveryCodeList.tsx';
import { enterSession } from '../shell/session.tsx';
import { TotpSetup } from '../shell/TotpSetup.tsx';
import { say } from '../words/words.ts';
import { createAttempt } from './attempt.ts';
import { DoorTrouble } from './DoorTrouble.tsx';

/** The role requires a second factor and there is none: it is set up before the door opens. */
export function EnrolmentStep(props: { onBack: (why?: string) => void }): JSX.Element {
  const [enrolment, setEnrolment] = createSignal<TotpEnrolment>();
  const [enrolled, setEnrolled] = createSignal<EnrolledLogin>();
  const attempt = createAttempt();
  onMount(
    () => void attempt.run(async () => void setEnrolment(await postJson('/api/login/enrolment', {}, TotpEnrolment))),
  );
  const confirm = async (code: string): Promise<void> => {
    await attempt.run(
      async () => void setEnrolled(await postJson('/api/login/enrolment/confirm', { code }, EnrolledLogin)),
    );
    if (attempt.code() === 'login/step-over') props.onBack(attempt.trouble());
  };
  return (
    <Switch fallback={<DoorTrouble text={attempt.trouble()} />}>
      <Match when={enrolled()}>
        {(done) => <RecoveryCodeList codes={done().recoveryCodes} onDone={() => enterSession(done().session)} />}
      </Match>
      <Match when={enrolment()}>
        {(begun) => (
          <>
            <p class="muted">{say('enrol.why')}</p>
            <TotpSetup
              enrolment={begun()}
              pending={attempt.pending()}
              trouble={attempt.trouble()}
              onConfirm={(code) => void confirm(code)}
            />
            <button type="button" class="door-link" onClick={() => props.onBack()}>
              {say('login.back')}
            </button>
          </>
        )}
      </Match>
    </Switch>
  );
}
