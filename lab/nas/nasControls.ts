import { z } from 'zod';
import { ControlError, type ControlRoute } from '../controlServer.ts';
import { nasNamed, parsed } from './controlTargets.ts';
import { policies } from './mikrotik/menu.ts';
import type { MikrotikRouter } from './mikrotik/router.ts';
import type { Trap } from './mikrotik/trap.ts';
import type { NasNetwork } from './nasNetwork.ts';

const Named = z.object({ name: z.string() });
const Fault = Named.extend({
  fault: z.enum(['drop', 'hang', 'slow', 'wrong-password', 'garbage', 'half-open', 'reboot', 'none']),
  seconds: z.number().min(0.1).max(86_400).default(10),
  /** Before each sentence of a slow router. */
  delayMs: z.int().min(1).max(60_000).default(300),
});
/** As a sentence of the API: the command, then `=name=value`. */
const Command = Named.extend({ words: z.array(z.string().max(65_536)).min(1).max(200) });
const Paste = Named.extend({ script: z.string().max(60_000) });
const Extra = z.object({ count: z.int().min(0).max(2000) });

/** What can be done to the routers from outside, behind the product's back. */
export function nasControls(network: NasNetwork): Readonly<Record<string, ControlRoute>> {
  return {
    'GET /nas': async () => await network.states(),
    'POST /nas/faults': (body) => {
      const { name, fault, seconds, delayMs } = parsed(Fault, body);
      const { device } = nasNamed(network, name);
      if (fault === 'none') device.recover();
      else device.inject(fault, { lastsMs: seconds * 1000, delayMs });
    },
    'POST /nas/command': (body) => {
      const { name, words } = parsed(Command, body);
      return commanded(nasNamed(network, name).device.router, words);
    },
    'POST /nas/paste': (body) => {
      const { name, script } = parsed(Paste, body);
      return nasNamed(network, name).device.router.paste(script);
    },
    'POST /nas/extra': async (body) => {
      const { count } = parsed(Extra, body);
      await network.setExtra(count);
      return { count };
    },
  };
}

function commanded(router: MikrotikRouter, [command = '', ...words]: readonly string[]): unknown {
  const rows: unknown[] = [];
  let ret: string | undefined;
  let refused: Trap | undefined;
  const args = Object.fromEntries(words.map(splitWord));
  router.advance();
  const operator = { name: 'admin', rights: new Set<string>(policies), via: 'console' };
  const stop = router.give(command, args, operator, {
    row: (row) => rows.push(row),
    done: (given) => (ret = given),
    trap: (trap) => (refused = trap),
  });
  stop?.();
  if (refused) throw new ControlError(400, refused.message);
  return { rows, ret: ret ?? null };
}

/** `=name=value` */
function splitWord(word: string): readonly [string, string] {
  const text = word.startsWith('=') ? word.slice(1) : word;
  const cut = text.indexOf('=');
  return cut < 0 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)];
}
