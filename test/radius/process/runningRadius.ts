import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#actors/system/clock.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import type { FromRadius, WrittenTemplate } from '#server/radius/control/controlMessage.ts';
import type { RadiusNas } from '#server/radius/policy/radiusNas.ts';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { RadiusProcess } from '#server/radius/process/radiusProcess.ts';
import { replyTemplate } from '#server/radius/reply/replyTemplate.ts';
import type { ServiceProfile } from '#server/radius/reply/serviceProfile.ts';
import { testCertificate } from '../../routeros/testCertificate.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

export const secret = 'xyzzy5461';
const certificate = await testCertificate('CN=radius');

export interface RunningRadius extends AsyncDisposable {
  readonly process: RadiusProcess;
  readonly ports: { readonly authentication: number; readonly accounting: number };
  /** What it has told main. */
  readonly said: readonly FromRadius[];
  /** What it logged as errors. */
  readonly defects: readonly string[];
}

export interface Projection {
  readonly nas?: Partial<RadiusNas>;
  readonly policies?: readonly Partial<SubscriptionPolicy>[];
  /** Template 1 is of `home` unless told. */
  readonly profile?: ServiceProfile;
}

export interface Among {
  /** Of an earlier one that has ended; it stays. */
  readonly folder?: string;
  readonly clock?: Clock;
}

/** The RADIUS server on free ports of this machine, with what main would have said. */
export async function runningRadius(
  { nas, policies = [{}], profile = home }: Projection,
  among: Among = {},
): Promise<RunningRadius> {
  const folder =
    among.folder === undefined ? temporaryFolder() : { path: among.folder, [Symbol.dispose]: () => undefined };
  mkdirSync(join(folder.path, 'radius'), { recursive: true });
  const ports = { authentication: await freePort(), accounting: await freePort() };
  const said: FromRadius[] = [];
  const defects: string[] = [];
  const process = new RadiusProcess({
    folder: join(folder.path, 'radius'),
    keyring: loadKeyring(folder.path, undefined),
    addresses: ['127.0.0.1'],
    authenticationPort: ports.authentication,
    accountingPort: ports.accounting,
    build: 'test',
    clock: among.clock ?? systemClock,
    log: createLogger({ level: 'error', format: 'json', stream: { write: (line: string) => void defects.push(line) } }),
    certificate: () => certificate,
    serverName: 'isp',
    send: (message) => said.push(message),
    stop: () => undefined,
    onJournalStuck: () => undefined,
    segmentBytes: 1024 * 1024,
  });
  if (among.folder) await process.read();
  await process.begin();
  process.apply({ say: 'load', load: 1 });
  process.apply({ say: 'templates', templates: [written(profile)] });
  process.apply({ say: 'nas', nas: [{ ...router, ...nas }] });
  process.apply({ say: 'policies', policies: policies.map((policy) => ({ ...bob, ...policy })) });
  process.apply({ say: 'settled', load: 1 });
  await process.listen();
  return {
    process,
    ports,
    said,
    defects,
    async [Symbol.asyncDispose]() {
      await process.close();
      folder[Symbol.dispose]();
    },
  };
}

const tenantId = '019a0000-0000-7000-8000-000000000001';

const home: ServiceProfile = { accessType: 'pppoe', downBps: 20_000_000, upBps: 5_000_000, interimSeconds: 300 };

export const router: RadiusNas = {
  tenantId,
  nasId: '019a0000-0000-7000-8000-000000000002',
  sources: ['127.0.0.1'],
  secrets: [secret],
  messageAuthenticator: 'required',
  dialect: 'mikrotik',
  incoming: { address: '127.0.0.1', port: 3799 },
  pools: [],
};

export const bob: SubscriptionPolicy = {
  tenantId,
  subscriptionId: '019a0000-0000-7000-8000-000000000003',
  version: 1,
  username: 'bob',
  password: 'hello',
  accessTypes: [],
  standing: 'open',
  reply: 1,
  endsAtExpiry: false,
  macs: [],
  macBinding: 'off',
  macLogin: false,
  sessions: 0,
  sessionPolicy: 'refuse',
  framedRoutes: [],
  nasIds: [],
};

/** Another customer of the same company. */
export const ann: SubscriptionPolicy = {
  ...bob,
  subscriptionId: '019a0000-0000-7000-8000-0000000000aa',
  username: 'ann',
};

function written(profile: ServiceProfile): WrittenTemplate {
  const { id, attributes, interimSeconds } = replyTemplate(1, profile);
  const encoded = Object.entries(attributes).map(([name, octets]) => [name, Buffer.from(octets).toString('base64')]);
  return { id, attributes: Object.fromEntries(encoded) as Record<string, string>, interimSeconds };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
