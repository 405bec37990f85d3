import type { JSX } from 'solid-js';
import { useTrail } from '../shell/trail.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, type PlainKey } from '../words/words.ts';
import './account.css';

const tabs = [
  ['/account', 'account.profile'],
  ['/account/security', 'account.security'],
  ['/account/sessions', 'account.sessions'],
  ['/account/preferences', 'account.preferences'],
] as const satisfies readonly (readonly [string, PlainKey])[];

/** What is one's own, tab by tab. */
export function AccountPage(props: { title: PlainKey; children: JSX.Element }): JSX.Element {
  useTrail(() => [{ label: say('place.account'), href: '/account' }, { label: say(props.title) }]);
  return (
    <div class="account">
      <TabLinks label={say('place.account')} tabs={tabs.map(([href, word]) => ({ href, label: say(word) }))} />
      <div class="account-body">
        <h1 class="visually-hidden">{say(props.title)}</h1>
        {props.children}
      </div>
    </div>
  );
}

export function AccountSection(props: { title: string; text?: string; children: JSX.Element }): JSX.Element {
  return (
    <section class="account-section">
      <header>
        <h2>{props.title}</h2>
        {props.text === undefined ? undefined : <p class="muted">{props.text}</p>}
      </header>
      <div class="account-section-body">{props.children}</div>
    </section>
  );
}
