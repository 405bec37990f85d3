import { writeFile } from '../exportFile.ts';
import { bool, choice, duration, flag, number, observed, text } from '../field.ts';
import { localTime } from '../localTime.ts';
import type { MenuSpec } from '../menu.ts';
import { itemsOf } from '../menuItems.ts';
import { switchable } from '../switchable.ts';
import { notPermitted, Trap, trapCategory } from '../trap.ts';

const SCRIPT_POLICIES = 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon';
const seen = observed;

const script: MenuSpec = {
  path: '/system/script',
  kind: 'list',
  unique: 'name',
  called: 'script',
  fields: {
    name: text(undefined, { required: true }),
    owner: seen(),
    policy: text(SCRIPT_POLICIES),
    'dont-require-permissions': bool('no'),
    'run-count': { ...number('0'), readOnly: true },
    'last-started': seen(),
    source: text(''),
    comment: text(),
  },
  commands: {
    run: {
      policies: ['write', 'test'],
      fields: { '.id': text(), numbers: text(), number: text() },
      run: (call) => {
        const { world, operator, args } = call;
        for (const item of itemsOf(script, {
          world,
          args: { '.id': args['number'] ?? args['.id'] ?? args['numbers'] ?? '' },
        })) {
          const { values } = item;
          world.runScript(values['source'] ?? '', operator.rights, operator.name);
          const at = world.dateText(world.clock.now());
          world
            .table('/system/script')
            .set(item, { 'run-count': String(Number(values['run-count'] ?? 0) + 1), 'last-started': at });
        }
        return undefined;
      },
    },
  },
};

/** Scripts, their times, logging and backups. */
export const jobMenus: readonly MenuSpec[] = [
  script,
  {
    path: '/system/scheduler',
    kind: 'list',
    unique: 'name',
    called: 'scheduler',
    fields: {
      name: text(undefined, { required: true }),
      'start-date': text(),
      'start-time': text('startup'),
      interval: duration('0s'),
      'on-event': text(''),
      owner: seen(),
      policy: text(SCRIPT_POLICIES),
      'run-count': { ...number('0'), readOnly: true },
      'next-run': seen(),
      ...switchable,
    },
    changed: (world, item, verb) => {
      if (verb === 'add') item.values['at'] = String(world.clock.now());
    },
  },
  {
    path: '/system/logging/action',
    kind: 'list',
    unique: 'name',
    locator: 'name',
    called: 'logging action',
    fields: {
      name: text(undefined, { required: true }),
      target: choice(['memory', 'disk', 'echo', 'remote', 'email'], undefined, { required: true }),
      remote: text(),
      'remote-port': number('514', { least: 1, most: 65_535 }),
      'src-address': text(),
      'bsd-syslog': bool('no'),
      'syslog-facility': text('daemon'),
      'syslog-severity': text('auto'),
      'memory-lines': number('1000', { least: 1 }),
      default: flag('no', { readOnly: true }),
    },
  },
  {
    path: '/system/logging',
    kind: 'list',
    locator: 'topics',
    called: 'logging rule',
    fields: {
      topics: text('info'),
      action: text('memory'),
      prefix: text(''),
      regex: text('', { since: '7.17' }),
      invalid: flag('no', { readOnly: true }),
      default: flag('no', { readOnly: true }),
      disabled: flag('no'),
    },
    check: (world, { action }) => {
      if (action !== undefined && !world.table('/system/logging/action').byName(action))
        throw new Trap('input does not match any value of action', trapCategory.argument);
    },
  },
  {
    path: '/system/backup',
    kind: 'rows',
    fields: {},
    rows: () => [],
    exported: false,
    commands: {
      save: {
        policies: ['read', 'sensitive'],
        fields: { name: text(), password: text(), 'dont-encrypt': text(), encryption: text() },
        run: ({ world, args, operator }) => {
          if (!operator.rights.has('ftp')) throw notPermitted();
          const { date, time } = localTime(world.clock.now(), world.site.gmtOffsetMs, 'iso');
          const name =
            args['name'] ??
            `${world.site.identity}-${date.replaceAll('-', '')}-${time.replaceAll(':', '').slice(0, 4)}`;
          const contents = world.exportScript({ menu: '', verbose: true, sensitive: true });
          writeFile(world, name.endsWith('.backup') ? name : `${name}.backup`, 'backup', contents);
          world.log.write('system,info', `backup saved by ${operator.name}`);
          return undefined;
        },
      },
    },
  },
];
