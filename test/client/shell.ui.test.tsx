import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useActs } from '#client/shell/acts.ts';
import { useGlobalKeys } from '#client/shell/globalKeys.ts';
import { closeHelp } from '#client/shell/helpState.ts';
import { KeyboardHelp } from '#client/shell/KeyboardHelp.tsx';
import { preferred } from '#client/shell/language.ts';
import { LiveProvider } from '#client/shell/live.tsx';
import { Palette } from '#client/shell/palette/Palette.tsx';
import { closePalette } from '#client/shell/palette/paletteState.ts';
import { SessionProvider } from '#client/shell/session.tsx';
import { say, sayCount, sayProblem, setLanguage } from '#client/words/words.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { nocSession as session } from './nocSession.ts';
import { ScriptedServer } from './scriptedServer.ts';

const router = {
  kind: 'alarm',
  id: '019aa000-0000-7000-8000-0000000000aa',
  title: 'OLT-WEST-1',
  detail: 'Loss of signal',
};

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ hits: [router], incomplete: [] })));
  // jsdom has the element without its modal state.
  HTMLDialogElement.prototype.showModal = function show() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
});
afterEach(async () => {
  closePalette();
  closeHelp();
  cleanup();
  localStorage.clear();
  await setLanguage('en');
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function open(permissions: readonly Permission[] = Permission.options) {
  const history = createMemoryHistory();
  const acted = vi.fn<(id: string) => void>();
  const server = new ScriptedServer([]);
  const Screen = () => {
    useGlobalKeys();
    useActs(() => [
      { id: 'thing.polish', label: 'Polish the thing', key: 'a', run: () => acted('polish') },
      { id: 'thing.hidden', label: 'Hidden', key: 'q', offered: false, run: () => acted('hidden') },
    ]);
    return (
      <>
        <input aria-label="other field" />
        <Palette />
        <KeyboardHelp />
      </>
    );
  };
  const { container } = render(() => (
    <SessionProvider session={{ ...session, permissions: [...permissions] }}>
      <MemoryRouter history={history}>
        <Route
          path="*"
          component={() => (
            <LiveProvider connection={server.connection}>
              <Screen />
            </LiveProvider>
          )}
        />
      </MemoryRouter>
    </SessionProvider>
  ));
  const press = (key: string, init: KeyboardEventInit = {}) =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
    );
  return {
    container,
    acted,
    history,
    server,
    press,
    type(text: string) {
      const field = container.querySelector<HTMLInputElement>('.palette input')!;
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    chosen: () => container.querySelector('[role=option][aria-selected=true]')?.textContent ?? '',
    options: () => [...container.querySelectorAll('[role=option]')].map((option) => option.textContent),
  };
}

describe('keys that mean the same everywhere', () => {
  test('g and a letter go to a place, and the letter never acts on the screen', async () => {
    const { press, history, acted } = open();
    press('g');
    press('a');
    await vi.waitFor(() => expect(history.get()).toBe('/alarms'));
    expect(acted).not.toHaveBeenCalled();
    press('a');
    expect(acted).toHaveBeenCalledWith('polish');
  });

  test('nobody is sent where they may not go', () => {
    const { press, history } = open(['nas.view']);
    press('g');
    press('a');
    expect(history.get()).toBe('/');
  });

  test('letters are left to who types', () => {
    const { container, press, history } = open();
    container.querySelector<HTMLInputElement>('input')?.focus();
    press('g');
    press('a');
    press('?');
    expect(history.get()).toBe('/');
    expect(container.querySelector('dialog')).toBeNull();
  });

  test('the help shows the keys of the screen and of the places one may go to', () => {
    const { container, press } = open(['alarm.view']);
    press('?');
    expect(container.textContent).toContain('Polish the thing');
    expect(container.textContent).not.toContain('Hidden');
    expect(container.textContent).toContain('g aAlarms');
    expect(container.textContent).not.toContain('Inspector');
  });
});

describe('the palette', () => {
  test('opens with Ctrl-K, also while one types, and gives the focus back', () => {
    const { container, press } = open();
    const field = container.querySelector<HTMLInputElement>('input')!;
    field.focus();
    press('k', { ctrlKey: true });
    expect(document.activeElement).toBe(container.querySelector('.palette input'));
    press('Escape');
    expect(document.activeElement).toBe(field);
  });

  test('finds acts of the screen and runs them', () => {
    const { press, type, chosen, acted, container } = open();
    press('k', { ctrlKey: true });
    type('polish');
    expect(chosen()).toContain('Polish the thing');
    press('Enter');
    expect(acted).toHaveBeenCalledWith('polish');
    expect(container.querySelector('.palette')).toBeNull();
  });

  test('moves with arrows, Home and End, and round the ends', () => {
    const { press, chosen, options } = open();
    press('k', { ctrlKey: true });
    const all = options();
    press('End');
    expect(chosen()).toBe(all.at(-1));
    press('ArrowDown');
    expect(chosen()).toBe(all[0]);
    press('ArrowUp');
    expect(chosen()).toBe(all.at(-1));
    press('Home');
    expect(chosen()).toBe(all[0]);
  });

  test('finds objects on the server; Tab opens what can be done with one, Escape goes back', async () => {
    const { press, type, chosen, options, container, server } = open();
    server.greet();
    press('k', { ctrlKey: true });
    type('olt-west');
    await vi.waitFor(() => expect(chosen()).toContain('OLT-WEST-1'));
    press('Tab');
    expect(options()[0]).toContain('Acknowledge');
    press('Escape');
    expect(container.querySelector('.palette')).not.toBeNull();
    press('Tab');
    press('Enter');
    expect(server.newest()).toMatchObject({ id: router.id, type: 'alarm.acknowledge' });
  });

  test('remembers what was used last', async () => {
    const { press, type, chosen } = open();
    press('k', { ctrlKey: true });
    type('alarm history');
    press('Enter');
    press('k', { ctrlKey: true });
    expect(chosen()).toContain('Alarm history');
  });

  test('says when not everything could be searched', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    const { press, type, container } = open();
    press('k', { ctrlKey: true });
    type('zzz');
    await vi.waitFor(() => expect(container.querySelector('.palette [role=alert]')).not.toBeNull());
  });
});

describe('languages', () => {
  test('the browser’s first language that there is is the first choice', () => {
    expect(preferred(['fr-FR', 'sw-KE', 'en'])).toBe('sw');
    expect(preferred(['de'])).toBe('en');
  });

  test('words, counts, numbers and refusals change together', async () => {
    await setLanguage('sw');
    expect(say('alarm.title')).toBe('Tahadhari');
    expect(sayCount('alarm.total', 1_200)).toBe('tahadhari 1,200');
    expect(sayProblem({ code: 'alarm/cleared', message: 'The alarm has been cleared.' })).toBe('Tahadhari imeisha.');
    await setLanguage('bn');
    expect(sayCount('alarm.total', 1_200)).toBe('1,200টি অ্যালার্ম');
    expect(sayProblem({ code: 'unheard/of', message: 'As the server says.' })).toBe('As the server says.');
  });

  test('the language asked for last wins, however long another takes', async () => {
    await Promise.all([setLanguage('bn'), setLanguage('en')]);
    expect(say('alarm.title')).toBe('Alarms');
  });
});
