import { For, type JSX } from 'solid-js';
import type { DemoLogin } from '#shared/tenant/session.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { say } from '../words/words.ts';

/** 1–9, then letters: enough for two companies with a full staff each. */
const KEYS = '123456789abcdefghi';

/** The lab's people, by company, each behind one key. */
export function DemoLogins(props: { logins: readonly DemoLogin[]; onChoose: (login: DemoLogin) => void }): JSX.Element {
  const tenants = (): string[] => [...new Set(props.logins.map((login) => login.tenantName))];
  const ordered = (): DemoLogin[] =>
    tenants().flatMap((name) => props.logins.filter((login) => login.tenantName === name));
  useShortcuts(() =>
    Object.fromEntries(ordered().flatMap((login, at) => (KEYS[at] ? [[KEYS[at], () => props.onChoose(login)]] : []))),
  );
  return (
    <section class="demo" aria-labelledby="demo-title">
      <div>
        <h2 id="demo-title">{say('login.demo.title')}</h2>
        <p class="faint">{say('login.demo.text')}</p>
      </div>
      <For each={tenants()}>
        {(tenant) => (
          <div class="demo-group">
            <h3>{tenant}</h3>
            <For each={ordered().filter((login) => login.tenantName === tenant)}>
              {(login) => (
                <button type="button" class="demo-login" onClick={() => props.onChoose(login)}>
                  <KeyHint keys={KEYS[ordered().indexOf(login)] ?? '·'} />
                  <span>{login.userName}</span>
                  <span class="faint">{login.roleName}</span>
                </button>
              )}
            </For>
          </div>
        )}
      </For>
    </section>
  );
}
