import { isIP } from 'node:net';
import type { Item, Values } from '../configTable.ts';
import { exportMenu, writeFile } from '../exportFile.ts';
import { flag, observed, reference, text } from '../field.ts';
import type { CommandSpec, MenuSpec } from '../menu.ts';
import { QUERIES } from '../menuReads.ts';
import { ping } from '../ping.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { noSuchItem, notPermitted, Trap, trapCategory } from '../trap.ts';

const MOST_READ = 32_768;
const named = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text()]));

const pingCommand: CommandSpec = {
  policies: ['test'],
  fields: named(
    'address',
    'count',
    'interval',
    'size',
    'interface',
    'src-address',
    'arp-ping',
    'routing-table',
    'vrf',
    'ttl',
    'do-not-fragment',
    '.proplist',
    QUERIES,
  ),
  run: ping,
};

export const toolMenus: readonly MenuSpec[] = [
  {
    path: '',
    kind: 'rows',
    fields: {},
    rows: () => [],
    exported: false,
    commands: {
      ping: pingCommand,
      export: {
        policies: ['read'],
        fields: named('compact', 'verbose', 'hide-sensitive', 'show-sensitive', 'terse', 'file'),
        run: (call) => exportMenu('', call),
      },
      import: {
        policies: ['write'],
        fields: named('file-name', 'verbose'),
        run: ({ world, args, operator }) => {
          const file = world.table('/file').byName(args['file-name'] ?? '');
          if (!file) throw noSuchItem();
          world.runScript(file.values['contents'] ?? '', operator.rights, operator.name);
          return undefined;
        },
      },
      execute: {
        policies: ['read', 'test'],
        fields: named('script', 'file', 'as-string'),
        run: ({ world, args, operator }) => {
          const toText = args['as-string'] !== undefined;
          if (toText && world.personality.major < 7) throw new Trap('unknown parameter', trapCategory.missing);
          const printed = printedBy(() => world.runScript(args['script'] ?? '', operator.rights, operator.name));
          const { file } = args;
          if (file !== undefined) {
            if (!operator.rights.has('ftp')) throw notPermitted();
            writeFile(world, /\.[a-z]+$/.test(file) ? file : `${file}.txt`, '.txt file', printed);
          }
          return { ret: toText ? printed : '*1' };
        },
      },
    },
  },
  { path: '/tool', kind: 'rows', fields: {}, rows: () => [], exported: false, commands: { ping: pingCommand } },
  {
    path: '/log',
    kind: 'list',
    allows: [],
    exported: false,
    fields: { time: observed(), topics: observed(), message: observed() },
    show: (world, { values }) => ({ time: logTime(world, Number(values['at'])) }),
    commands: Object.fromEntries(
      ['info', 'warning', 'error', 'debug'].map((topic) => [
        topic,
        {
          policies: ['write'],
          fields: named('message'),
          run: ({ world, args }) => {
            world.log.write(`script,${topic}`, args['message'] ?? '');
            return undefined;
          },
        } satisfies CommandSpec,
      ]),
    ),
  },
  {
    path: '/file',
    kind: 'list',
    unique: 'name',
    exported: false,
    guard: 'ftp',
    allows: ['add', 'set', 'remove'],
    fields: {
      name: text(undefined, { required: true }),
      type: text('file'),
      size: observed(),
      'creation-time': observed({ until: '7.12' }),
      'last-modified': observed({ since: '7.12' }),
      contents: text(),
    },
    check: (world, { contents = '' }, item) => {
      if (!item && !world.personality.atLeast('7.9')) throw new Trap('no such command');
      if (Buffer.byteLength(contents) > world.personality.mostContents && item === undefined)
        throw new Trap('failure: contents too long', trapCategory.general);
    },
    changed: (world, item, verb) => {
      if (verb !== 'remove') item.values['at'] = String(world.clock.now());
    },
    show: fileState,
    commands: {
      read: {
        policies: ['read'],
        fields: named('file', 'offset', 'chunk-size'),
        run: ({ world, args, reply }) => {
          if (!world.personality.atLeast('7.13')) throw new Trap('no such command', trapCategory.missing);
          const file = world.table('/file').byName(args['file'] ?? '');
          if (!file) throw noSuchItem();
          const [offset, size] = [Number(args['offset'] ?? 0), Number(args['chunk-size'] ?? MOST_READ)];
          if (!(offset >= 0) || !(size >= 1 && size <= MOST_READ))
            throw new Trap('invalid value for argument chunk-size', trapCategory.argument);
          reply.row({
            data: Buffer.from(file.values['contents'] ?? '')
              .subarray(offset, offset + size)
              .toString(),
          });
          return undefined;
        },
      },
    },
  },
  {
    path: '/ip/service',
    kind: 'list',
    unique: 'name',
    locator: 'name',
    allows: ['set'],
    called: 'service',
    fields: {
      name: observed(),
      port: text(),
      address: { ...text(''), read: readPrefixes },
      certificate: reference('/certificate', undefined, { words: ['none'] }),
      'tls-version': text(undefined, { since: '6.43' }),
      vrf: text(undefined, { since: '7' }),
      'max-sessions': text('20', { since: '7.18' }),
      disabled: flag('no'),
      invalid: flag('no', { readOnly: true }),
    },
    check: (_world, { port }, item) => {
      if (port !== undefined && port !== item?.values['port'] && !(Number(port) >= 1 && Number(port) <= 65_535))
        throw new Trap('invalid value for argument port', trapCategory.argument);
    },
    changed: (world) => world.servicesChanged(),
  },
];

/** Binary backups and files beyond what the version shows have no contents in a print. */
function fileState(world: RouterWorld, { values }: Item): Values {
  const bytes = Buffer.byteLength(values['contents'] ?? '');
  const at = world.dateText(Number(values['at'] ?? world.bootedAt));
  const shows = values['type'] !== 'backup' && bytes <= world.personality.mostContents;
  return { size: String(bytes), 'creation-time': at, 'last-modified': at, ...(!shows && { contents: '' }) };
}

/** Lines of today show the time alone. */
function logTime(world: RouterWorld, at: number): string {
  const [date = '', time = ''] = world.dateText(at).split(' ');
  const [today = ''] = world.dateText(world.clock.now()).split(' ');
  if (world.personality.dates === 'iso') return `${date} ${time}`;
  return date === today ? time : `${date.slice(0, 6)} ${time}`;
}

function printedBy(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof Trap) return error.message;
    throw error;
  }
}

function readPrefixes(raw: string): string | undefined {
  const parts = raw.split(',').filter((one) => one !== '');
  return parts.every((one) => isIP(one.split('/')[0] ?? '') !== 0)
    ? parts.map((one) => (one.includes('/') ? one : `${one}/${one.includes(':') ? 128 : 32}`)).join(',')
    : undefined;
}
