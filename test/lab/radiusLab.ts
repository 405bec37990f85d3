import type { Values } from '#lab/nas/mikrotik/configTable.ts';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import type { LineState } from '#lab/nas/mikrotik/radius/lineState.ts';
import type { SubscriberLine } from '#lab/nas/mikrotik/radius/subscriberLine.ts';
import type { MikrotikRouter } from '#lab/nas/mikrotik/router.ts';
import { eventually } from '../support/eventually.ts';
import { startRouter, type LabRouter } from './labRouter.ts';
import { SECRET, startResponder, type Responder } from './radiusResponder.ts';

const admin = { name: 'admin', rights: new Set<string>(policies), via: 'test' };

/** One router whose subscribers are known to a server of the test. */
export interface RadiusLab extends AsyncDisposable {
  readonly lab: LabRouter;
  readonly router: MikrotikRouter;
  readonly server: Responder;
  rows(menu: string): readonly Values[];
  run(menu: string, verb: string, args: Values): void;
  /** Adds equipment and lets it dial; comes back when the router is done with it. */
  dial(line: Partial<SubscriberLine> & { readonly username: string }): Promise<LineState>;
}

export async function startRadiusLab(version = '7.20.6', timeout = '3s'): Promise<RadiusLab> {
  const server = await startResponder();
  const lab = await startRouter(version, 'RB4011', 2);
  const { router } = lab.nas.device;
  const run = (menu: string, verb: string, args: Values): void => void router.run(menu, verb, args, admin);
  run('/radius', 'add', {
    address: '127.0.0.1',
    service: 'ppp,hotspot',
    secret: SECRET,
    'authentication-port': String(server.authPort),
    'accounting-port': String(server.acctPort),
    timeout,
  });
  run('/ppp/aaa', 'set', { 'use-radius': 'yes', 'interim-update': '5m' });
  run('/ip/hotspot/profile', 'set', { numbers: 'hs-profile', 'use-radius': 'yes' });
  run('/radius/incoming', 'set', { accept: 'yes' });
  return {
    lab,
    router,
    server,
    run,
    rows: (menu) => router.run(menu, 'print', {}, admin).rows,
    dial: async (given) => {
      const line: SubscriberLine = {
        password: 'secret1',
        mac: 'D8:32:14:62:F2:56',
        access: 'pppoe',
        behaviour: 'manual',
        ...given,
      };
      router.lines.add([line]);
      const state = [...router.lines.states].find((one) => one.line.username === line.username)!;
      const before = state.dials;
      router.lines.dial(state);
      await eventually(() => state.dials > before && state.phase !== 'dialling', 'the dial has an end');
      return state;
    },
    async [Symbol.asyncDispose]() {
      await lab[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
