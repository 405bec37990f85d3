import { For, onMount, type JSX } from 'solid-js';
import { changeLanguage } from '../shell/changeLanguage.ts';
import mark from '../ui/mark.svg';
import { languageNames, languages, loadNameLetters } from '../words/languages.ts';
import { language, say } from '../words/words.ts';
import './door.css';

/** The plain page outside the console: one card in the middle, and the choice of language below it. */
export function DoorPage(props: { title: string; children: JSX.Element }): JSX.Element {
  onMount(() => void loadNameLetters());
  return (
    <main class="door">
      <div class="door-card">
        <header class="door-head">
          <img src={mark} alt="" width="28" height="28" />
          <span>Lastmile</span>
        </header>
        <h1>{props.title}</h1>
        {props.children}
      </div>
      <nav class="door-languages" aria-label={say('person.language')}>
        <For each={languages}>
          {(name) => (
            <button
              type="button"
              lang={name}
              aria-pressed={language() === name}
              onClick={() => void changeLanguage(name)}
            >
              {languageNames[name]}
            </button>
          )}
        </For>
      </nav>
    </main>
  );
}
