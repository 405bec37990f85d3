import { exportMenu } from './exportFile.ts';
import { text, type Fields } from './field.ts';
import type { CommandSpec, MenuSpec } from './menu.ts';
import { add, remove, set, unset } from './menuChanges.ts';
import { settable } from './menuItems.ts';
import { get, listen, print, QUERIES } from './menuReads.ts';
import { own } from './own.ts';

const anything = text();
const PRINT: Fields = {
  '.proplist': anything,
  '.id': anything,
  numbers: anything,
  detail: anything,
  'count-only': anything,
  stats: anything,
  'stats-detail': anything,
  brief: anything,
  terse: anything,
  'without-paging': anything,
  'show-ids': anything,
  from: anything,
  follow: anything,
  'follow-only': anything,
  [QUERIES]: anything,
};
const NUMBERS: Fields = { '.id': anything, numbers: anything };

/** Verbs that every menu has by its kind. */
export function menuCommand(menu: MenuSpec, verb: string): CommandSpec | undefined {
  const special = own(menu.commands, verb);
  if (special) return special;
  const allows =
    menu.allows ?? (menu.kind === 'list' ? ['add', 'set', 'remove'] : menu.kind === 'settings' ? ['set'] : []);
  const changing = { policies: menu.guard ? (['write', menu.guard] as const) : (['write'] as const) };
  const canSwitch = menu.kind === 'list' && menu.fields['disabled'] !== undefined && allows.includes('set');
  const switching = (value: string): CommandSpec => ({
    ...changing,
    fields: NUMBERS,
    run: (call) => set(menu, { ...call, args: { ...call.args, disabled: value } }),
  });
  const commands: Readonly<Record<string, CommandSpec | false>> = {
    print: { policies: ['read'], fields: PRINT, run: (call) => print(menu, call) },
    getall: { policies: ['read'], fields: PRINT, run: (call) => print(menu, call) },
    get: { policies: ['read'], fields: { ...NUMBERS, 'value-name': anything }, run: (call) => get(menu, call) },
    listen: menu.kind === 'list' && { policies: ['read'], fields: PRINT, run: (call) => listen(menu, call) },
    add: allows.includes('add') && {
      ...changing,
      fields: { ...settable(menu), 'place-before': anything, 'copy-from': anything },
      run: (call) => add(menu, call),
    },
    set: allows.includes('set') && {
      ...changing,
      fields: { ...settable(menu), ...NUMBERS },
      run: (call) => set(menu, call),
    },
    unset: allows.includes('set') && {
      ...changing,
      fields: { ...NUMBERS, 'value-name': anything },
      run: (call) => unset(menu, call),
    },
    remove: allows.includes('remove') && { ...changing, fields: NUMBERS, run: (call) => remove(menu, call) },
    comment: menu.fields['comment'] !== undefined &&
      allows.includes('set') && {
        ...changing,
        fields: { ...NUMBERS, comment: anything },
        run: (call) => set(menu, call),
      },
    enable: canSwitch && switching('no'),
    disable: canSwitch && switching('yes'),
    export: {
      policies: ['read'],
      fields: {
        compact: anything,
        verbose: anything,
        'hide-sensitive': anything,
        'show-sensitive': anything,
        terse: anything,
        file: anything,
      },
      run: (call) => exportMenu(menu.path, call),
    },
  };
  return own(commands, verb) || undefined;
}
