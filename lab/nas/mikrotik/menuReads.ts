import type { Item, TableChange, Values } from './configTable.ts';
import type { Call, MenuSpec, Outcome } from './menu.ts';
import { belongs, itemsOf, numbersOf, tableOf } from './menuItems.ts';
import { own } from './own.ts';
import { passes } from './queryStack.ts';
import { noSuchItem, Trap, trapCategory } from './trap.ts';
import { rowOf } from './values.ts';

/** Queries come with the call as one more argument; no attribute word can have this name. */
export const QUERIES = '?';
const SEPARATOR = '\n';

export const joinQueries = (queries: readonly string[]): string => queries.join(SEPARATOR);

function itemRow(menu: MenuSpec, { world, operator }: Pick<Call, 'world' | 'operator'>, item: Item): Values {
  const values = { ...item.values, ...(item.dynamic && { dynamic: 'yes' }), ...menu.show?.(world, item) };
  const row = rowOf(menu.fields, values, {
    personality: world.personality,
    seesSecrets: operator.rights.has('sensitive'),
  });
  return menu.kind === 'list' ? { '.id': item.id, ...row } : row;
}

function rowsOf(menu: MenuSpec, call: Call): readonly Values[] {
  const { world, operator } = call;
  if (menu.rows) {
    const shown = { personality: world.personality, seesSecrets: operator.rights.has('sensitive') };
    return menu.rows(world).map((values) => ({
      ...(values['.id'] !== undefined && { '.id': values['.id'] }),
      ...rowOf(menu.fields, values, shown),
    }));
  }
  const table = tableOf(menu, world);
  if (menu.kind === 'settings') return [itemRow(menu, call, table.single)];
  const isWanted = wantedItem(menu, call);
  const items = table.all().filter((item) => belongs(menu, item) && isWanted(item));
  return items.map((item) => itemRow(menu, call, item));
}

/** Tells from what is stored alone what the queries leave out, where they ask for nothing else. */
function wantedItem(menu: MenuSpec, { args, world }: Call): (item: Item) => boolean {
  const { stored } = menu;
  const queries = args[QUERIES]?.split(SEPARATOR) ?? [];
  const names = queries.flatMap((query) => /^\?=?([\w-]+)=/.exec(query)?.[1] ?? []);
  if (!stored || names.length === 0 || !names.every((name) => stored.includes(name))) return () => true;
  if (names.length < queries.length) return () => true;
  const fields = Object.fromEntries(names.map((name) => [name, menu.fields[name]!]));
  return ({ values, dynamic }) => {
    const known = { ...values, ...(dynamic && { dynamic: 'yes' }) };
    return passes(rowOf(fields, known, { personality: world.personality, seesSecrets: true }), queries);
  };
}

function chosen(call: Call): (row: Values) => Values | undefined {
  const queries = call.args[QUERIES]?.split(SEPARATOR) ?? [];
  const names = call.args['.proplist']?.split(',').filter((name) => name !== '');
  const ids = numbersOf(call.args);
  return (row) => {
    if (ids && !ids.some((id) => id === row['.id'] || id === row['name'])) return undefined;
    if (!passes(row, queries)) return undefined;
    if (!names) return row;
    return Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
  };
}

/** `print` and `getall`. */
export function print(menu: MenuSpec, call: Call): Outcome {
  const { args } = call;
  if (args['follow'] !== undefined || args['follow-only'] !== undefined) {
    if (args['follow-only'] === undefined) printRows(menu, call);
    return listen(menu, call);
  }
  if (args['count-only'] === undefined) {
    printRows(menu, call);
    return undefined;
  }
  const choose = chosen({ ...call, args: { ...args, '.proplist': '' } });
  const count = rowsOf(menu, call).filter((row) => choose(row) !== undefined).length;

  return { ret: String(count) };
}

function printRows(menu: MenuSpec, call: Call): void {
  const choose = chosen(call);
  for (const row of rowsOf(menu, call)) {
    const picked = choose(row);
    if (picked) call.reply.row(picked);
  }
}

/** Tells of changes until it is cancelled. */
export function listen(menu: MenuSpec, call: Call): Outcome {
  const choose = chosen(call);
  return tableOf(menu, call.world).listen(({ kind, item }: TableChange) => {
    if (!belongs(menu, item)) return;
    if (kind === 'dead')
      call.reply.row({ '.id': item.id, '.dead': call.world.personality.booleans === 'true-false' ? 'true' : 'yes' });
    else {
      const picked = choose(itemRow(menu, call, item));
      if (picked) call.reply.row(picked);
    }
  });
}

export function get(menu: MenuSpec, call: Call): Outcome {
  const name = call.args['value-name'];
  const row = menu.kind === 'list' ? itemRow(menu, call, theItem(menu, call)) : (rowsOf(menu, call)[0] ?? {});
  if (name === undefined)
    return {
      ret: Object.entries(row)
        .map(([key, value]) => `${key}=${value}`)
        .join(';'),
    };
  if (own(menu.fields, name) === undefined) throw new Trap(`unknown value name ${name}`, trapCategory.missing);
  return { ret: row[name] ?? '' };
}

function theItem(menu: MenuSpec, call: Call): Item {
  const [item] = itemsOf(menu, call);
  if (!item) throw noSuchItem();
  return item;
}
