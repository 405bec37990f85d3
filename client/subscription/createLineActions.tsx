import { createSignal, Show, type JSX } from 'solid-js';
import { RevealedPassword } from '#shared/subscription/requests.ts';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { FindingAct } from '#shared/troubleshooting/view.ts';
import { useActs } from '../shell/acts.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { ActDialog } from './ActDialog.tsx';
import type { ActName } from './actForms.ts';
import { actWord } from './actWord.ts';
import { doAtOnce } from './subscriptionActs.ts';
import { lineName } from './subscriptionWords.ts';

export interface LineActions {
  /** At most three buttons. */
  readonly main: () => JSX.Element;
  readonly more: () => JSX.Element;
  /** What is done about a finding; undefined: the person may not. */
  readonly remedy: (act: FindingAct) => (() => void) | undefined;
  /** Dialogs that are open. */
  readonly dialogs: () => JSX.Element;
}

/** What can be done about a line now, by its state and by who looks. */
export function createLineActions(line: () => SubscriptionDetail, id: () => string): LineActions {
  const session = useSession();
  const [asking, setAsking] = createSignal<ActName>();
  const [password, setPassword] = createSignal<string>();
  const may = (verb: string): boolean => session.permissions.includes(`subscription.${verb}` as Permission);
  const is = (...states: readonly SubscriptionDetail['state'][]): boolean => states.includes(line().state);
  const renewable = (): boolean => may('renew') && line().activatedAt !== undefined && !is('left');
  const undo = (): void => {
    const last = line().undo;
    if (last) void doAtOnce(id(), { act: 'undo', of: last.at });
  };
  const reveal = async (): Promise<void> => {
    try {
      setPassword((await postJson(`/api/subscriptions/${id()}/reveal-password`, {}, RevealedPassword)).password);
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
  };
  useActs(() => [
    ...(renewable()
      ? [{ id: 'subscription.renew', label: say('subscription.renew'), key: 'e', run: () => setAsking('renew') }]
      : []),
    ...(line().undo
      ? [{ id: 'subscription.undo', label: say('subscription.undo'), glyph: 'undo' as const, run: undo }]
      : []),
  ]);
  const item = (when: boolean, label: string, choose: () => void): JSX.Element => (
    <Show when={when}>
      <MenuItem onChoose={choose}>{label}</MenuItem>
    </Show>
  );
  const ask = (name: ActName) => () => void setAsking(name);
  const alive = (): boolean => !is('left');
  const remedies: { readonly [Act in FindingAct]: readonly [verb: string, run: () => void] } = {
    resume: ['suspend', () => void doAtOnce(id(), { act: 'resume' })],
    renew: ['renew', ask('renew')],
    activate: ['renew', ask('activate')],
    return: ['leave', () => void doAtOnce(id(), { act: 'return' })],
    addQuota: ['addQuota', ask('addQuota')],
    newPassword: ['changeCredentials', ask('newPassword')],
    changeCredentials: ['changeCredentials', ask('changeCredentials')],
    resetMac: ['resetMac', () => void doAtOnce(id(), { act: 'setMacs', macs: [], macBinding: 'firstUse' })],
  };
  return {
    remedy(act) {
      const [verb, run] = remedies[act];
      return may(verb) ? run : undefined;
    },
    main: () => (
      <>
        <Show when={line().undo}>
          {(last) => (
            <Button onClick={undo} title={last().byName}>
              {say('subscription.undoLast', { act: actWord(last().act) })}
            </Button>
          )}
        </Show>
        <Show when={may('changePackage') && alive()}>
          <Button onClick={ask('changePackage')}>{say('subscription.changePackage')}</Button>
        </Show>
        <Show when={is('suspended') && may('suspend')}>
          <Button look="primary" onClick={() => void doAtOnce(id(), { act: 'resume' })}>
            {say('subscription.resume')}
          </Button>
        </Show>
        <Show when={is('left') && may('leave')}>
          <Button look="primary" onClick={() => void doAtOnce(id(), { act: 'return' })}>
            {say('subscription.return')}
          </Button>
        </Show>
        <Show when={is('pending') && may('renew')}>
          <Button look="primary" onClick={ask('activate')}>
            {say('subscription.activate')}
          </Button>
        </Show>
        <Show when={is('active', 'grace', 'expired') && may('renew')}>
          <Button look="primary" hint="e" onClick={ask('renew')}>
            {say('subscription.renew')}
          </Button>
        </Show>
      </>
    ),
    more: () => (
      <>
        {item(is('suspended') && renewable(), say('subscription.renew'), ask('renew'))}
        {item(alive() && may('extend') && line().activatedAt !== undefined, say('subscription.extend'), ask('extend'))}
        {item(alive() && may('extend') && line().activatedAt !== undefined, say('subscription.setEnd'), ask('setEnd'))}
        {item(
          alive() && may('addQuota') && line().terms.quotaBytes !== undefined,
          say('subscription.addQuota'),
          ask('addQuota'),
        )}
        {item(alive() && may('overrideRates'), say('subscription.override'), ask('overrideRates'))}
        {item(
          line().rateOverride !== undefined && may('overrideRates'),
          say('subscription.endOverride'),
          () => void doAtOnce(id(), { act: 'endOverride' }),
        )}
        {item(
          line().nextPackageId !== undefined && may('changePackage'),
          say('subscription.keepPackage'),
          () => void doAtOnce(id(), { act: 'keepPackage' }),
        )}
        {item(line().hasPassword && may('viewPassword'), say('subscription.reveal'), () => void reveal())}
        {item(alive() && may('changeCredentials'), say('subscription.changeCredentials'), ask('changeCredentials'))}
        {item(
          alive() && may('changeCredentials') && line().username !== undefined,
          say('subscription.newPassword'),
          ask('newPassword'),
        )}
        {item(
          alive() && may('resetMac') && line().macBinding !== 'off',
          say('subscription.resetMacs'),
          () => void doAtOnce(id(), { act: 'setMacs', macs: [], macBinding: 'firstUse' }),
        )}
        {item(alive() && may('resetMac'), say('subscription.changeMacs'), ask('setMacs'))}
        {item(alive() && may('resetMac'), say('subscription.sessions'), ask('setSessions'))}
        {item(alive() && may('create'), say('subscription.moveBranch'), ask('moveBranch'))}
        {item(alive() && may('setAddresses'), say('subscription.changeAddresses'), ask('setAddresses'))}
        {item(
          may('protect') && alive() && line().protectedBy === undefined,
          say('subscription.protect'),
          ask('protect'),
        )}
        {item(may('protect') && line().protectedBy !== undefined, say('subscription.unprotect'), ask('unprotect'))}
        {item(
          may('suspend') && is('pending', 'active', 'grace', 'expired'),
          say('subscription.suspend'),
          ask('suspend'),
        )}
        {item(may('leave') && alive(), say('subscription.leave'), ask('leave'))}
      </>
    ),
    dialogs: () => (
      <>
        <Show when={asking()} keyed>
          {(name) => (
            <ActDialog
              name={name}
              line={line()}
              id={id()}
              onClose={() => setAsking(undefined)}
              onPassword={(made) => setPassword(made)}
            />
          )}
        </Show>
        <Show when={password()}>
          {(shown) => (
            <Dialog
              title={`${say('subscription.password')}: ${lineName(line())}`}
              onClose={() => setPassword(undefined)}
            >
              <CopyField label={say('subscription.password')} value={shown()} />
            </Dialog>
          )}
        </Show>
      </>
    ),
  };
}
