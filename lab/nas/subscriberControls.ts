import { z } from 'zod';
import { ControlError, type ControlRoute } from '../controlServer.ts';
import { parsed, routersNamed } from './controlTargets.ts';
import { generateLines } from './generatedLines.ts';
import { probe } from './mikrotik/firewall/probe.ts';
import type { LineState } from './mikrotik/radius/lineState.ts';
import { moveBytes } from './mikrotik/radius/sessionMeter.ts';
import { accessKinds, lineBehaviours, loginMethods } from './mikrotik/radius/subscriberLine.ts';
import type { MikrotikRouter } from './mikrotik/router.ts';
import type { NasNetwork } from './nasNetwork.ts';

const Names = z.object({ names: z.array(z.string()).max(5000).optional() });
const Mac = z.string().regex(/^(?:[\dA-F]{2}:){5}[\dA-F]{2}$/);
const Kind = {
  access: z.enum(accessKinds).default('pppoe'),
  method: z.enum(loginMethods).optional(),
  behaviour: z.enum(lineBehaviours).default('stays'),
  isSilent: z.boolean().optional(),
};
const Line = z.object({ username: z.string().min(1).max(253), password: z.string().max(128), mac: Mac, ...Kind });
const Lines = z.object({ name: z.string(), lines: z.array(Line).max(500) });
/** `user000000` with `pass000000` and so on, over the routers in turn. */
const Generated = Names.extend({
  count: z.int().min(1).max(200_000),
  first: z.int().min(0).default(0),
  prefix: z.string().max(40).default('user'),
  passwordPrefix: z.string().max(40).default('pass'),
  digits: z.int().min(1).max(9).default(6),
  ...Kind,
});
const Act = z.object({
  username: z.string(),
  name: z.string().optional(),
  act: z.enum(['dial', 'hang-up', 'lose-power', 'vanish', 'move']),
  received: z.int().min(0).default(0),
  sent: z.int().min(0).default(0),
});
const Probe = z.object({
  username: z.string(),
  name: z.string().optional(),
  to: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535).default(443),
  protocol: z.enum(['tcp', 'udp', 'icmp']).default('tcp'),
});
const Address = z.object({ name: z.string(), address: z.ipv4() });
const Fixed = Address.extend({ mac: Mac, interface: z.string().min(1), isBusy: z.boolean().default(true) });
const Moved = Address.extend({ received: z.int().min(0).default(0), sent: z.int().min(0).default(0) });
const Truth = Names.extend({
  username: z.string().optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(100_000).default(10_000),
});

/** The customers' equipment behind the routers, and the truth of what it moved. */
export function subscriberControls(network: NasNetwork): Readonly<Record<string, ControlRoute>> {
  return {
    'GET /nas/lines': () => network.routers.map(({ plan, device }) => summary(plan.name, device.router)),
    'POST /nas/lines': (body) => {
      const { name, lines } = parsed(Lines, body);
      routersNamed(network, [name])[0]!.lines.add(lines);
      return { count: lines.length };
    },
    'POST /nas/lines/generate': (body) => {
      const { names, ...plan } = parsed(Generated, body);
      generateLines(routersNamed(network, names), plan);
      return { count: plan.count };
    },
    'POST /nas/lines/clear': (body) => {
      for (const { lines } of routersNamed(network, parsed(Names, body).names)) lines.removeAll();
    },
    'POST /nas/lines/find': (body) => {
      const { username } = parsed(z.object({ username: z.string() }), body);
      return network.routers.flatMap(({ plan, device }) => {
        const state = device.router.lines.find(username);
        return state ? [{ name: plan.name, ...stateOf(state) }] : [];
      });
    },
    'POST /nas/lines/act': (body) => {
      const { name, username, act, received, sent } = parsed(Act, body);
      const [router, state] = stateNamed(network, name, username);
      if (act === 'dial') router.lines.dial(state);
      else if (act === 'move') move(router, state, { received, sent });
      else router.lines.leave(state, act);
      return stateOf(state);
    },
    'POST /nas/fixed': (body) => {
      const { name, ...customer } = parsed(Fixed, body);
      const [router] = routersNamed(network, [name]);
      router!.fixed.put(customer);
    },
    'POST /nas/fixed/remove': (body) => {
      const { name, address } = parsed(Address, body);
      routersNamed(network, [name])[0]!.fixed.remove(address);
    },
    'POST /nas/fixed/move': (body) => {
      const { name, address, ...bytes } = parsed(Moved, body);
      return { passed: routersNamed(network, [name])[0]!.fixed.move(address, bytes) };
    },
    'POST /nas/probe': (body) => {
      const { username, name, to: address, port, protocol } = parsed(Probe, body);
      const [router, { session }] = stateNamed(network, name, username);
      if (!session) throw new ControlError(409, 'there is no session');
      router.advance();
      const result = probe(router, session, { address, port, protocol });
      if (!result) throw new ControlError(409, 'the session has no address of this family');
      return result;
    },
    'POST /nas/truth': (body) => {
      const { names, username, offset, limit } = parsed(Truth, body);
      const sessions = routersNamed(network, names).flatMap((router) =>
        router.lines.keeper.truth().map((one) => ({ name: router.site.identity, ...one })),
      );
      const meant = username === undefined ? sessions : sessions.filter((one) => one.username === username);
      return { total: meant.length, sessions: meant.slice(offset, offset + limit) };
    },
  };
}

function summary(name: string, { lines, radius }: MikrotikRouter): unknown {
  const phases = { idle: 0, waiting: 0, dialling: 0, online: 0 };
  const outcomes: Record<string, number> = {};
  for (const { phase, outcome } of lines.states) {
    phases[phase] += 1;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const { backlog, dropped } = radius.queue;
  return {
    name,
    lines: lines.size,
    ...phases,
    outcomes,
    accounting: { backlog, dropped },
    incoming: { port: lines.incoming.port ?? null, ...lines.incoming.counts },
  };
}

function stateOf({ line, phase, outcome, message, failures, dials, session }: LineState): object {
  return {
    ...line,
    phase,
    outcome,
    message: message ?? null,
    failures,
    dials,
    session: session && {
      acctSessionId: session.login.number.id,
      address: session.address,
      startedAt: session.startedAt,
      rateLimit: session.rate?.text ?? null,
      addressLists: session.addressLists,
      sessionTimeout: session.sessionTimeout,
      delegatedPrefix: session.grant.delegatedPrefix ?? null,
    },
  };
}

function stateNamed(
  network: NasNetwork,
  name: string | undefined,
  username: string,
): readonly [MikrotikRouter, LineState] {
  for (const router of routersNamed(network, name === undefined ? undefined : [name])) {
    const state = router.lines.find(username);
    if (state) return [router, state];
  }
  throw new ControlError(404, `no equipment of ${username}`);
}

function move(router: MikrotikRouter, { session }: LineState, more: { received: number; sent: number }): void {
  if (!session) throw new ControlError(409, 'there is no session to move bytes in');
  moveBytes(router, session, more);
}
