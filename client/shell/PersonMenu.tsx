import { useNavigate } from '@solidjs/router';
import { For, onMount, type JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';
import { Menu } from '../ui/Menu.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { languageNames, languages, loadNameLetters } from '../words/languages.ts';
import { language, say } from '../words/words.ts';
import { changeLanguage } from './changeLanguage.ts';
import { openHelp } from './helpState.ts';
import { logOut, useSession } from './session.tsx';
import { setTheme, theme } from './theme.ts';

const themes = ['system', 'light', 'dark'] as const;

export function PersonMenu(): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  onMount(() => void loadNameLetters());
  return (
    <Menu
      class="person"
      title={say('person.menu', { name: session.userName })}
      label={
        <>
          <Glyph name="person" />
          <span class="person-name truncate">{session.userName}</span>
        </>
      }
    >
      <div class="menu-note">
        <strong>{session.userName}</strong>
        <div class="muted">{session.email}</div>
        <div class="faint">
          {session.roleName} · {session.tenantName}
        </div>
      </div>
      <MenuItem onChoose={() => navigate('/account')}>{say('place.account')}</MenuItem>
      <MenuItem onChoose={openHelp}>{say('keys.title')}</MenuItem>
      <div class="menu-section">{say('person.theme')}</div>
      <For each={themes}>
        {(name) => (
          <MenuItem checked={theme() === name} onChoose={() => setTheme(name)}>
            {say(`theme.${name}`)}
          </MenuItem>
        )}
      </For>
      <div class="menu-section">{say('person.language')}</div>
      <For each={languages}>
        {(name) => (
          <MenuItem checked={language() === name} onChoose={() => void changeLanguage(name)}>
            <span lang={name}>{languageNames[name]}</span>
          </MenuItem>
        )}
      </For>
      <div class="menu-section" />
      <MenuItem onChoose={() => void logOut()}>{say('person.logOut')}</MenuItem>
    </Menu>
  );
}
