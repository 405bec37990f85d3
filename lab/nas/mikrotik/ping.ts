import { isIP } from 'node:net';
import type { Values } from './configTable.ts';
import { parseDuration } from './duration.ts';
import type { Call, Outcome } from './menu.ts';
import { networkOf, within } from './network.ts';
import type { RouterWorld } from './routerWorld.ts';
import { Trap, trapCategory } from './trap.ts';

/** `/ping`: one row per packet with the sums so far; ends at `count` or by cancel. */
export function ping({ world, args, reply }: Call): Outcome {
  const { address = '' } = args;
  if (isIP(address) === 0) throw new Trap('invalid value for argument address', trapCategory.argument);
  const count = args['count'] === undefined ? Number.POSITIVE_INFINITY : Number(args['count']);
  if (!(count >= 1)) throw new Trap('invalid value for argument count', trapCategory.argument);
  const everyMs = Math.max(10, parseDuration(args['interval'] ?? '1s') ?? 1000);
  const rtts: number[] = [];
  let sent = 0;
  const send = (): void => {
    const rtt = answerOf(world, address);
    if (rtt !== undefined) rtts.push(rtt);
    reply.row({
      seq: String(sent),
      host: address,
      ...packet(world, rtt, args['size'] ?? '56'),
      ...sums((sent += 1), rtts),
    });
  };
  send();
  if (sent >= count) return undefined;
  let timer = world.clock.setTimeout(function again() {
    send();
    if (sent >= count) reply.done();
    else timer = world.clock.setTimeout(again, everyMs);
  }, everyMs);
  return () => world.clock.clearTimeout(timer);
}

/** Round trip in ms: who is connected here answers, the outside mostly, private networks that aren't here don't. */
function answerOf(world: RouterWorld, address: string): number | undefined {
  const at = world.clock.now();
  const wander = world.traffic.wander(`ping ${address}`, at, 2000);
  const isHere = (table: string): boolean =>
    world
      .table(table)
      .all()
      .some(({ values }) => values['address'] === address);
  if (isHere('/ppp/active') || isHere('/ip/hotspot/active'))
    return wander > 0.99 ? undefined : 1.2 + wander ** 3 * 20 * world.traffic.curve(at);
  const own = world
    .table('/ip/address')
    .all()
    .map(({ values }) => values['address'] ?? '');
  if (own.some((prefix) => prefix.split('/')[0] === address)) return 0.1;
  if (isHere('/ip/arp') && own.some((prefix) => networkOf(prefix) === networkOf(`${address}/${prefix.split('/')[1]}`)))
    return 0.4 + wander;
  if (within(address, ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])) return undefined;
  return wander > 0.995 ? undefined : 14 + wander * 9;
}

function packet({ personality }: RouterWorld, rtt: number | undefined, size: string): Values {
  if (rtt === undefined) return { status: 'timeout' };
  return { size, ttl: '64', time: timeText(rtt, personality.major) };
}

function sums(sent: number, rtts: readonly number[]): Values {
  const whole = (ms: number): string => `${Math.round(ms)}ms`;
  const loss = Math.round(((sent - rtts.length) / sent) * 100);
  return {
    sent: String(sent),
    received: String(rtts.length),
    'packet-loss': String(loss),
    ...(rtts.length > 0 && {
      'min-rtt': whole(Math.min(...rtts)),
      'avg-rtt': whole(rtts.reduce((sum, rtt) => sum + rtt, 0) / rtts.length),
      'max-rtt': whole(Math.max(...rtts)),
    }),
  };
}

const timeText = (ms: number, major: number): string =>
  major >= 7 ? `${Math.floor(ms)}ms${Math.floor((ms % 1) * 1000)}us` : `${Math.max(1, Math.round(ms))}ms`;
