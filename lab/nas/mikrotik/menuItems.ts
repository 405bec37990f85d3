import type { ConfigTable, Item, Values } from './configTable.ts';
import type { Fields } from './field.ts';
import type { Call, MenuSpec } from './menu.ts';
import type { RouterWorld } from './routerWorld.ts';
import { noSuchItem, Trap, trapCategory } from './trap.ts';

export const tableOf = (menu: MenuSpec, world: RouterWorld): ConfigTable => world.table(menu.table ?? menu.path);

export const belongs = ({ only }: MenuSpec, { values }: Item): boolean =>
  only === undefined || Object.entries(only).every(([name, value]) => values[name] === value);

/** What commands may set. */
export function settable({ fields }: MenuSpec): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, { readOnly }]) => !readOnly));
}

/** The items that `.id` or `numbers` name: ids, unique names, with commas. All are there, or Trap. */
export function itemsOf(menu: MenuSpec, { world, args }: Pick<Call, 'world' | 'args'>): readonly Item[] {
  const table = tableOf(menu, world);
  const named = numbersOf(args);
  if (!named) throw new Trap('missing =.id=', trapCategory.missing);
  return named.map((one) => {
    const item = one.startsWith('*') ? table.byId(one) : byUnique(menu, table, one);
    if (!item || !belongs(menu, item)) throw noSuchItem();
    return item;
  });
}

function byUnique({ unique }: MenuSpec, table: ConfigTable, value: string): Item | undefined {
  if (unique === undefined) return undefined;
  return unique === 'name' ? table.byName(value) : table.all().find(({ values }) => values[unique] === value);
}

export function numbersOf(args: Values): readonly string[] | undefined {
  const said = args['.id'] ?? args['numbers'];
  return said === undefined ? undefined : said.split(',').filter((one) => one !== '');
}
