import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock } from '#actors/system/clock.ts';
import type { SupervisedSpec } from '#actors/system/supervisor.ts';
import { runtimeEnvironment } from '../platform/config/runtimeEnvironment.ts';
import type { Logger } from '../platform/log/logger.ts';
import type { LabClient } from './labClient.ts';

export interface LabProcessOptions {
  readonly port: number;
  /** Of the API of its routers. */
  readonly nasPort: number;
  readonly syslog: { readonly host: string; readonly port: number };
  readonly client: LabClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** The lab answers; called at every start, before its devices are expected to report. */
  readonly onDevices: (devices: unknown) => Promise<void>;
  /** After that. */
  readonly onStarted: (lab: LabClient) => Promise<void>;
}

/** The lab's process ended although nobody stopped it. */
export class LabEnded extends Error {
  override readonly name = 'LabEnded';
}

const ANSWERS_WITHIN_MS = 15_000;
const STOPS_WITHIN_MS = 3_000;

/** The simulated network as a supervised process of its own: it dies with this one, and is started again when it dies alone. */
export function labProcess(options: LabProcessOptions): SupervisedSpec {
  const { port, log } = options;
  return {
    name: 'lab',
    label: `Lab (simulated network), control port ${port}`,
    role: 'process',
    async start(failed) {
      const child = spawnLab(options);
      const ended = once(child, 'exit').then(([code, signal]) => new LabEnded(`the lab ended with ${code ?? signal}`));
      let stopping = false;
      try {
        const devices = await Promise.race([untilItAnswers(options), ended.then((error) => Promise.reject(error))]);
        await options.onDevices(devices);
        await options.onStarted(options.client);
      } catch (error) {
        child.kill('SIGKILL');
        throw error;
      }
      void ended.then((error) => {
        if (!stopping) failed(error);
      });
      log.info({ pid: child.pid, port }, 'the lab runs');
      return {
        async stop() {
          stopping = true;
          child.kill('SIGTERM');
          const impatience = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
          await ended;
          clearTimeout(impatience);
        },
      };
    },
  };
}

function spawnLab({ port, nasPort, syslog, log }: LabProcessOptions): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../lab/main.ts')], {
    env: {
      ...runtimeEnvironment(),
      LASTMILE_LAB_PORT: String(port),
      LASTMILE_LAB_NAS_PORT: String(nasPort),
      LASTMILE_SYSLOG_HOST: syslog.host,
      LASTMILE_SYSLOG_PORT: String(syslog.port),
    },
    // The channel closes when this process dies, however it dies; then the lab ends itself.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => log.info({ lab: line.slice(0, 500) }, 'lab'));
  }
  child.on('error', (error) => log.error({ err: error.message }, 'the lab cannot be started'));
  return child;
}

async function untilItAnswers({ client, clock }: LabProcessOptions): Promise<unknown> {
  const giveUpAt = clock.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    try {
      return await client.get('/devices');
    } catch (error) {
      if (clock.now() > giveUpAt) throw error;
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, 50));
    }
  }
}
