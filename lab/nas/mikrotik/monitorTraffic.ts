import type { Values } from './configTable.ts';
import { parseDuration } from './duration.ts';
import { interfaceRate } from './interfaceRate.ts';
import type { Call, Outcome } from './menu.ts';
import { Trap, trapCategory } from './trap.ts';

const MEAN_PACKET_BITS = 6560;
const LEAST_INTERVAL_MS = 200;

/** `/interface/monitor-traffic`: rates of some interfaces, once or every second until it is cancelled. */
export function monitorTraffic(call: Call): Outcome {
  const { world, args, reply } = call;
  const names = namesOf(call);
  const proplist = args['.proplist']?.split(',');
  let section = 0;
  const tell = (): void => {
    const streams = args['once'] === undefined;
    for (const name of names) {
      const row = {
        name,
        ...ratesOf(call, name),
        ...(streams && world.personality.major >= 7 && { '.section': String(section) }),
      };
      reply.row(proplist ? Object.fromEntries(Object.entries(row).filter(([key]) => proplist.includes(key))) : row);
    }
    section += 1;
  };
  tell();
  if (args['once'] !== undefined) return undefined;
  const everyMs = Math.max(LEAST_INTERVAL_MS, parseDuration(args['interval'] ?? '1s') ?? 1000);
  const endsAt =
    args['duration'] === undefined
      ? Number.POSITIVE_INFINITY
      : world.clock.now() + (parseDuration(args['duration']) ?? 0);
  let timer = world.clock.setTimeout(function again() {
    if (world.clock.now() >= endsAt) {
      reply.done();
      return;
    }
    tell();
    timer = world.clock.setTimeout(again, everyMs);
  }, everyMs);
  return () => world.clock.clearTimeout(timer);
}

function namesOf({ world, args }: Call): readonly string[] {
  const said = args['interface'] ?? args['numbers'] ?? args['.id'];
  if (said === undefined) throw new Trap('missing value(s) of argument(s) interface', trapCategory.missing);
  const table = world.table('/interface');
  return said.split(',').map((one) => {
    const item = one.startsWith('*') ? table.byId(one) : table.byName(one);
    if (!item) throw new Trap('input does not match any value of interface', trapCategory.argument);
    return item.values['name'] ?? one;
  });
}

function ratesOf({ world }: Call, name: string): Values {
  const { rx, tx } = interfaceRate(world, name, world.clock.now());
  const packets = (bits: number): string => String(Math.ceil(bits / MEAN_PACKET_BITS));
  const one = (way: 'rx' | 'tx', bits: number): Values => ({
    [`${way}-packets-per-second`]: packets(bits),
    [`${way}-bits-per-second`]: String(Math.round(bits)),
    [`fp-${way}-packets-per-second`]: packets(bits * 0.9),
    [`fp-${way}-bits-per-second`]: String(Math.round(bits * 0.9)),
    [`${way}-drops-per-second`]: '0',
    [`${way}-errors-per-second`]: '0',
  });
  return { ...one('rx', rx), ...one('tx', tx), 'tx-queue-drops-per-second': '0' };
}
