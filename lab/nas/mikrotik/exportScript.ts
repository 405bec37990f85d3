import type { Item, Values } from './configTable.ts';
import type { Field } from './field.ts';
import type { MenuSpec } from './menu.ts';
import type { RouterWorld } from './routerWorld.ts';
import { has, sent } from './values.ts';

export interface ExportOptions {
  /** Only this menu and those below it; '' is everything. */
  readonly menu: string;
  /** Also what is as it was from the factory. */
  readonly verbose: boolean;
  readonly sensitive: boolean;
}

const LINE = 78;

/** The configuration as commands that make it again, in the words of `/export`. */
export function exportScript(world: RouterWorld, menus: Iterable<MenuSpec>, options: ExportOptions): string {
  const lines = header(world);
  for (const menu of menus) {
    if (menu.exported === false || menu.kind === 'rows') continue;
    if (menu.path !== options.menu && !menu.path.startsWith(`${options.menu}/`)) continue;
    const commands = commandsOf(world, menu, options);
    if (commands.length > 0) lines.push(`/${menu.path.slice(1).replaceAll('/', ' ')}`, ...commands);
  }
  return `${lines.join('\n')}\n`;
}

function header(world: RouterWorld): string[] {
  const { personality, site } = world;
  const board = personality.model.routerboard;
  return [
    `# ${world.dateText(world.clock.now())} by RouterOS ${personality.version}`,
    `# software id = ${board === undefined ? '' : site.softwareId}`.trimEnd(),
    '#',
    ...(board === undefined ? [] : [`# model = ${board}`, `# serial number = ${site.serial}`]),
  ];
}

function commandsOf(world: RouterWorld, menu: MenuSpec, options: ExportOptions): readonly string[] {
  const table = world.table(menu.table ?? menu.path);
  if (menu.kind === 'settings') {
    const parameters = parametersOf(world, menu, table.single.values, options);
    return parameters.length > 0 ? [wrapped('set', parameters)] : [];
  }
  return table.all().flatMap((item) => {
    // An entry that ends by itself is none of the configuration.
    if (item.dynamic || (menu.path.endsWith('/address-list') && item.values['timeout'] !== undefined)) return [];
    if (!Object.entries(menu.only ?? {}).every(([name, value]) => item.values[name] === value)) return [];
    return itemCommand(world, menu, item, options) ?? [];
  });
}

function itemCommand(world: RouterWorld, menu: MenuSpec, item: Item, options: ExportOptions): string | undefined {
  const parameters = parametersOf(world, menu, changed(item, options), options);
  if (!item.builtIn) return wrapped('add', parameters);
  const name = menu.locator === undefined ? undefined : item.values[menu.locator];
  if (name === undefined) return undefined;
  const others = parameters.filter((parameter) => !parameter.startsWith(`${menu.locator}=`));
  if (others.length === 0) return undefined;
  return wrapped(
    menu.locator === 'name' ? `set ${quoted(name)}` : `set [ find ${menu.locator}=${quoted(name)} ]`,
    others,
  );
}

/** Of an item from the factory only what differs from it. */
function changed({ builtIn, values }: Item, { verbose }: ExportOptions): Values {
  if (!builtIn || verbose) return values;
  const factory = factoryOf(values);
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => factory[name] !== value));
}

/** How it left the factory is kept with the item under `factory`, as JSON. */
function factoryOf(values: Values): Values {
  return values['factory'] === undefined ? {} : (JSON.parse(values['factory']) as Values);
}

function parametersOf(
  world: RouterWorld,
  menu: MenuSpec,
  values: Values,
  { verbose, sensitive }: ExportOptions,
): readonly string[] {
  return Object.entries(menu.fields)
    .filter(([, field]) => !field.readOnly && has(field, world.personality) && (sensitive || !field.secret))
    .flatMap(([name, field]) => {
      const value = values[name] ?? (verbose ? field.fallback : undefined);
      if (
        value === undefined ||
        (!verbose && value === field.fallback) ||
        (value === '' && field.fallback === undefined)
      )
        return [];
      return [`${name}=${quoted(consoleValue(field, value, world))}`];
    })
    .toSorted(byConsoleOrder);
}

/** The console says yes and no whatever the API says. */
const consoleValue = (field: Field, value: string, { personality }: RouterWorld): string =>
  field.kind === 'duration' ? sent(field, value, personality) : value;

/** Alphabetical, but a firewall rule begins with what it does and where. */
function byConsoleOrder(one: string, other: string): number {
  const rank = (parameter: string): string =>
    parameter.startsWith('action=') ? '0' : parameter.startsWith('chain=') ? '1' : `2${parameter}`;
  return rank(one) < rank(other) ? -1 : 1;
}

function wrapped(command: string, parameters: readonly string[]): string {
  const lines: string[] = [];
  let line = command;
  for (const parameter of parameters) {
    if (line.length + 1 + parameter.length > LINE && line !== command) {
      lines.push(`${line} \\`);
      line = `    ${parameter}`;
    } else line = `${line} ${parameter}`;
  }
  return [...lines, line].join('\n');
}

/** Quotes where the console needs them; bytes it can't print as `\E0`. */
export function quoted(value: string): string {
  if (/^[\w.:/,@*!<>+-]+$/.test(value) && !value.startsWith('<')) return value;
  let text = '';
  for (const char of value) {
    if (char === '\n') text += String.raw`\n`;
    else if (char === '\r') text += String.raw`\r`;
    else if (char === '\t') text += String.raw`\t`;
    else if (/["\\$?]/.test(char)) text += `\\${char}`;
    else if (char >= ' ' && char <= '~') text += char;
    else for (const byte of Buffer.from(char)) text += `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return `"${text}"`;
}
