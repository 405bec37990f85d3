import { expect, test } from 'vitest';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import { menusOf } from '#lab/nas/mikrotik/menuCatalogue.ts';
import { Trap } from '#lab/nas/mikrotik/trap.ts';
import { SentenceReader, WordError } from '#lab/nas/mikrotik/wordCodec.ts';
import { SeededRandom } from '#lab/seededRandom.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';
import { simulatedRouter } from './simulatedRouter.ts';

const VERBS = [
  'print',
  'getall',
  'get',
  'listen',
  'add',
  'set',
  'unset',
  'remove',
  'enable',
  'disable',
  'comment',
  'export',
  'move',
  'monitor',
  'run',
  'sign',
  'read',
  'monitor-traffic',
  'make-static',
  'reset-counters',
  'ping',
  'import',
  'execute',
  'save',
];
const VALUES = [
  '',
  '*1',
  '*2,*3',
  '*FFFFFFFF',
  '0',
  '1',
  '-1',
  '999999999999',
  'yes',
  'no',
  'x',
  'default',
  'ether1',
  '10.0.0.1',
  '10.0.0.0/33',
  '::1',
  '1.1.1.1-1.1.1.9',
  '5m',
  '1d',
  'none',
  ',',
  '!',
  '\0',
  'ü'.repeat(50),
  '[find',
  '$x',
  '"',
  ':put [/ip pool find]',
  '?',
  '__proto__',
];

test('no command, however wrong, is answered by anything but rows, done or trap', { timeout: 60_000 }, () => {
  const random = new SeededRandom(99);
  const operator = { name: 'admin', rights: new Set<string>(policies), via: 'test' };
  let answered = 0;
  for (const version of ['6.40.9', '7.20.6']) {
    const router = simulatedRouter(new SimulatedTime(), { version, seed: 3 });
    router.advance();
    const menus = [...menusOf(router.personality).values()];
    for (let round = 0; round < 15_000; round += 1) {
      const menu = random.pick(menus);
      const names = [
        ...Object.keys(menu.fields),
        '.id',
        'numbers',
        'value-name',
        '.proplist',
        'interface',
        'address',
        'file',
        'script',
        'once',
        'count',
        '__proto__',
      ];
      const args = Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [random.pick(names), random.pick(VALUES)]),
      );
      const stop = router.give(`${menu.path}/${random.pick(VERBS)}`, args, operator, {
        row: () => {},
        done: () => (answered += 1),
        trap: () => (answered += 1),
      });
      if (stop) answered += 1;
      stop?.();
    }
    router.advance();
    expect(router.exportScript({ menu: '', verbose: true, sensitive: true })).toContain('/system identity');
  }
  expect(answered).toBe(30_000);
});

test('no script, however wrong, throws anything but a trap', () => {
  const random = new SeededRandom(5);
  const router = simulatedRouter(new SimulatedTime(), { version: '7.16', seed: 3 });
  const pieces = [
    '/ip pool',
    ' add ',
    'name=',
    '"',
    '\\',
    '\n',
    '[find',
    ']',
    '{',
    '}',
    '(',
    ')',
    '$x',
    ':if ',
    ':foreach i in=',
    ':do ',
    ' do={',
    ' else={',
    ' on-error={',
    ':put ',
    '=',
    '!',
    '&&',
    '~',
    'where',
    'x',
    ' 1 ',
    ';',
    '#',
    '..',
    '/',
    ':local x ',
    ':len ',
    'set',
    'remove',
    '\\C3',
    '"a$x"',
  ];
  for (let round = 0; round < 20_000; round += 1) {
    const script = Array.from({ length: 1 + random.below(12) }, () => random.pick(pieces)).join(
      random.below(2) === 0 ? '' : ' ',
    );
    router.paste(script);
    try {
      router.runScript(script, new Set(policies), 'admin');
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
    }
  }
  expect(router.table('/system/identity').size).toBe(1);
});

test('no bytes, however wrong, make the reader throw anything but what ends the connection', () => {
  const random = new SeededRandom(8);
  let refused = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const reader = new SentenceReader(4096);
    try {
      reader.push(random.bytes(random.below(64)));
      while (reader.next());
    } catch (error) {
      expect(error).toBeInstanceOf(WordError);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
