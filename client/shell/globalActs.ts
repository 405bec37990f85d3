import { runNewestAction } from '../ui/toasts.ts';
import { languageNames, languages } from '../words/languages.ts';
import { language, say } from '../words/words.ts';
import type { Act } from './acts.ts';
import { useActs } from './acts.ts';
import { changeLanguage } from './changeLanguage.ts';
import { openHelp } from './helpState.ts';
import { toggleRail } from './railLayout.ts';
import { logOut } from './session.tsx';
import { changeSound, quietUntil, soundSettings } from './sound/soundSettings.ts';
import { setTheme, theme } from './theme.ts';

const themes = ['system', 'light', 'dark'] as const;

/** What can be done on every screen; in the palette behind what the screen itself offers. */
export function useGlobalActs(): void {
  useActs(() => [
    ...themes.filter((name) => name !== theme()).map(themeAct),
    ...languages
      .filter((name) => name !== language())
      .map((name): Act => ({
        id: `language.${name}`,
        label: `${say('person.language')}: ${languageNames[name]}`,
        glyph: 'language',
        run: () => void changeLanguage(name),
      })),
    soundAct(),
    { id: 'rail.fold', label: say('rail.toggle'), glyph: 'columns', key: '[', everywhere: true, run: toggleRail },
    { id: 'help.open', label: say('keys.title'), glyph: 'keyboard', run: openHelp },
    { id: 'undo', label: say('keys.undo'), glyph: 'undo', key: 'z', offered: false, run: () => void runNewestAction() },
    { id: 'session.logOut', label: say('person.logOut'), glyph: 'leave', run: () => void logOut() },
  ]);
}

function themeAct(name: (typeof themes)[number]): Act {
  return {
    id: `theme.${name}`,
    label: `${say('person.theme')}: ${say(`theme.${name}`)}`,
    glyph: 'moon',
    run: () => setTheme(name),
  };
}

function soundAct(): Act {
  const quiet = quietUntil(soundSettings(), Date.now()) !== undefined;
  return {
    id: 'sound.mute',
    label: say(quiet ? 'bell.unmuteAct' : 'bell.muteAct'),
    glyph: quiet ? 'bell' : 'bellOff',
    run: () => changeSound({ mutedUntil: quiet ? undefined : 'forever' }),
  };
}
