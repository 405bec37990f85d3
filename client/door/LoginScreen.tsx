import { createSignal, Match, Switch, type JSX } from 'solid-js';
import type { LoginStep } from '#shared/auth/login.ts';
import { say } from '../words/words.ts';
import { DoorPage } from './DoorPage.tsx';
import { EnrolmentStep } from './EnrolmentStep.tsx';
import { ForgottenPassword } from './ForgottenPassword.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { SecondStep } from './SecondStep.tsx';

/** The door: password or passkey, then what the account asks for beside it. */
export function LoginScreen(): JSX.Element {
  const [step, setStep] = createSignal<LoginStep>();
  const [forgotten, setForgotten] = createSignal<string>();
  /** A step whose time is over begins again, saying why. */
  const [again, setAgain] = createSignal<string>();
  const second = () => {
    const present = step();
    return present?.step === 'second-factor' ? present : undefined;
  };
  const back = (why?: string): void => {
    setAgain(why);
    setStep(undefined);
    setForgotten(undefined);
  };
  const title = (): string => {
    if (forgotten() !== undefined) return say('reset.title');
    if (step()?.step === 'enrolment') return say('enrol.title');
    return step() ? say('second.title') : say('login.title');
  };
  return (
    <DoorPage title={title()}>
      <Switch fallback={<PasswordStep notice={again()} onStep={setStep} onForgotten={setForgotten} />}>
        <Match when={forgotten() !== undefined}>
          <ForgottenPassword email={forgotten() ?? ''} onBack={() => back()} />
        </Match>
        <Match when={second()}>{(present) => <SecondStep step={present()} onBack={back} />}</Match>
        <Match when={step()?.step === 'enrolment'}>
          <EnrolmentStep onBack={back} />
        </Match>
      </Switch>
    </DoorPage>
  );
}
