import type { ConfigTable, Item, Values } from './configTable.ts';
import { readValue, type Field } from './field.ts';
import type { Call, MenuSpec, Outcome } from './menu.ts';
import { itemsOf, settable, tableOf } from './menuItems.ts';
import { own } from './own.ts';
import type { RouterWorld } from './routerWorld.ts';
import { noSuchItem, Trap, trapCategory, unknownParameter } from './trap.ts';
import { has } from './values.ts';

export function add(menu: MenuSpec, call: Call): Outcome {
  const { world, args } = call;
  const table = tableOf(menu, world);
  const from = args['copy-from'];
  const template = from === undefined ? {} : itemsOf(menu, { ...call, args: { '.id': from } })[0]!.values;
  const values = { ...template, ...menu.only, ...readValues(menu, world, args) };
  for (const [name, field] of Object.entries(menu.fields)) {
    if (field.required && values[name] === undefined)
      throw new Trap(`missing value(s) of argument(s) ${name}`, trapCategory.missing);
  }
  const complete = menu.join ? menu.join({}, values, world.personality) : values;
  refuseTwins(menu, table, complete, undefined);
  menu.check?.(world, complete, undefined);
  const before = args['place-before'];
  const follower = before === undefined ? undefined : placed(menu, call, table, before);
  const item = table.add(complete);
  if (follower) table.move(item, follower);
  menu.changed?.(world, item, 'add');
  note(menu, call, item, 'added');
  return { ret: item.id };
}

/** `place-before` takes an id, or the number that a print shows. */
function placed(menu: MenuSpec, call: Call, table: ConfigTable, before: string): Item {
  const item = /^\d+$/.test(before)
    ? table.all()[Number(before)]
    : itemsOf(menu, { ...call, args: { '.id': before } })[0];
  if (!item) throw noSuchItem();
  return item;
}

export function set(menu: MenuSpec, call: Call): Outcome {
  const { world } = call;
  const table = tableOf(menu, world);
  const items = menu.kind === 'settings' ? [table.single] : itemsOf(menu, call);
  const values = readValues(menu, world, call.args);
  for (const item of items) {
    const changes = menu.join ? menu.join(item.values, values, world.personality) : values;
    refuseTwins(menu, table, changes, item);
    menu.check?.(world, { ...item.values, ...changes }, item);
  }
  for (const item of items) {
    table.set(item, menu.join ? menu.join(item.values, values, world.personality) : values);
    menu.changed?.(world, item, 'set');
    note(menu, call, item, 'changed');
  }
  return undefined;
}

export function unset(menu: MenuSpec, call: Call): Outcome {
  const name = call.args['value-name'] ?? '';
  if (own(settable(menu), name) === undefined) throw new Trap(`unknown value name ${name}`, trapCategory.missing);
  for (const item of itemsOf(menu, call)) tableOf(menu, call.world).unset(item, name);
  return undefined;
}

export function remove(menu: MenuSpec, call: Call): Outcome {
  const items = itemsOf(menu, call);
  for (const item of items) {
    if (item.builtIn) throw new Trap('can not remove default item', trapCategory.general);
    menu.check?.(call.world, {}, item);
  }
  for (const item of items) {
    tableOf(menu, call.world).remove(item);
    menu.changed?.(call.world, item, 'remove');
    note(menu, call, item, 'removed');
  }
  return undefined;
}

function readValues(menu: MenuSpec, world: RouterWorld, args: Values): Values {
  const values: Values = {};
  for (const [name, raw] of Object.entries(args)) {
    const field = own(menu.fields, name);
    if (!field || field.readOnly) continue;
    if (!has(field, world.personality)) throw unknownParameter();
    values[name] = readOne(name, field, raw, world);
  }
  return values;
}

function readOne(name: string, field: Field, raw: string, world: RouterWorld): string {
  const value = readValue(name, field, raw);
  if (field.kind !== 'reference' || field.table === undefined || field.words.includes(value) || value === '')
    return value;
  const table = world.table(field.table);
  const found = value.startsWith('*') ? table.byId(value) : table.byName(value);
  if (!found) throw new Trap(`input does not match any value of ${name}`, trapCategory.argument);
  return found.values['name'] ?? value;
}

function refuseTwins({ unique, path }: MenuSpec, table: ConfigTable, values: Values, self: Item | undefined): void {
  if (unique === undefined || values[unique] === undefined) return;
  const twin =
    unique === 'name'
      ? table.byName(values[unique])
      : table.all().find((item) => item.values[unique] === values[unique]);
  if (twin && twin !== self)
    throw new Trap(`failure: ${path.split('/').at(-1)} with the same ${unique} already exists`, trapCategory.general);
}

function note({ called }: MenuSpec, { world, operator }: Call, item: Item, what: string): void {
  if (called === undefined) return;
  const name = item.values['name'];
  world.log.write('system,info', `${called}${name === undefined ? '' : ` <${name}>`} ${what} by ${operator.name}`);
}
