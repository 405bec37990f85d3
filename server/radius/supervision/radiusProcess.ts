import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#actors/system/clock.ts';
import type { RestartPolicy } from '#actors/system/restartPolicy.ts';
import type { Running, SupervisedSpec } from '#actors/system/supervisor.ts';
import { pause } from '../../platform/actors/pause.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { type ControlLink, type LinkEnd, openControlLink } from '../control/controlLink.ts';
import { prepareControlPlace } from '../control/controlPlace.ts';
import { isFolderTaken, RADIUS_ENTRY } from '../control/takeFolder.ts';
import { ProcessLog } from './processLog.ts';
import type { RadiusAlarm } from './radiusAlarm.ts';
import { RadiusEnded } from './radiusEnded.ts';
import type { RadiusLine } from './radiusLine.ts';
import { type RadiusConfig, spawnRadius } from './spawnRadius.ts';

export interface RadiusProcessOptions {
  readonly config: RadiusConfig;
  readonly build: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly line: RadiusLine;
  readonly alarm: Pick<RadiusAlarm, 'up' | 'down'>;
  /** Whether it shall go on after a `stop`. */
  readonly stays: () => boolean;
  /** The program; a stand-in in tests. */
  readonly entry?: string;
}

const UP_WITHIN_MS = 30_000;
/** From the start of a process to its hello. */
const ANSWERS_WITHIN_MS = 3_000;
const STOPS_WITHIN_MS = 8_000;
const LOOK_MS = 20;
const WATCH_MS = 2_000;
/** It says its figures every second. */
const SILENT_MS = 15_000;
const CUT_LOG_MS = 60_000;

/** Without it nobody can log in: tried at once, and every five seconds at the slowest. */
const restarts: RestartPolicy = {
  most: 10,
  withinMs: 60_000,
  backoffMs: 20,
  maxBackoffMs: 5_000,
  slowRetryMs: 5_000,
};

/**
 * The RADIUS process as a supervised thing that is older than this server, maybe, and outlives it: one that runs with the
 * same code is adopted; else one is started, which by itself asks an older one to stop and takes its place.
 */
export function radiusProcess(options: RadiusProcessOptions): SupervisedSpec {
  const { config, line, alarm } = options;
  return {
    name: 'radius',
    label: `RADIUS, ports ${config.routers.authenticationPort} and ${config.routers.accountingPort}`,
    role: 'process',
    restart: restarts,
    async start(failed) {
      const session = new ProcessSession(options, failed);
      try {
        return await session.begin();
      } catch (error) {
        line.disconnected();
        alarm.down(error);
        throw error;
      }
    },
  };
}

/** From one connection to its end. */
class ProcessSession {
  readonly #options: RadiusProcessOptions;
  readonly #failed: (error: unknown) => void;
  readonly #place: ReturnType<typeof prepareControlPlace>;
  readonly #log: ProcessLog;
  /** Of the log, where this process began to write. */
  #logFrom = 0;
  readonly #ended = Promise.withResolvers<void>();
  #link: ControlLink | undefined;
  #stopping = false;
  #timer: unknown;
  #heardAt = 0;
  #logCutAt = 0;

  constructor(options: RadiusProcessOptions, failed: (error: unknown) => void) {
    this.#options = options;
    this.#failed = failed;
    this.#place = prepareControlPlace(options.config.dataDir);
    this.#log = new ProcessLog(this.#place.logFile);
  }

  async begin(): Promise<Running> {
    const { build, line, log } = this.#options;
    this.#logFrom = this.#log.size();
    const running = await this.#openSoon();
    const fits = running?.speaks === 'same' && running.hello.build === build;
    if (running && !fits) {
      running.channel.close();
      log.info({ pid: running.hello.pid }, 'the RADIUS process is of another build and is replaced');
    }
    const link = fits ? running : await this.#launch();
    this.#link = link;
    if (link.speaks !== 'same') throw new RadiusEnded('the RADIUS process speaks another protocol than its code');
    const { pid, authenticationPort, accountingPort } = link.hello;
    log.info({ pid, authenticationPort, accountingPort }, fits ? 'the RADIUS process is adopted' : 'RADIUS runs');
    line.connected(link.hello, link.channel);
    link.channel.receive();
    this.#heardAt = this.#options.clock.now();
    this.#watch(link);
    return { stop: () => this.#stop(link) };
  }

  async #launch(): Promise<ControlLink> {
    const { config, entry = join(import.meta.dirname, '../process', RADIUS_ENTRY), build, clock } = this.#options;
    const child = spawnRadius(config, entry, build, this.#log);
    const exit = new AbortController();
    void exitOf(child).then((how) =>
      exit.abort(new RadiusEnded(this.#log.lastWord(this.#logFrom) ?? `It ended with ${how} and said nothing.`)),
    );
    try {
      const giveUpAt = clock.now() + UP_WITHIN_MS;
      for (;;) {
        const link = await this.#open();
        // The one that is to be replaced may still answer.
        if (link?.hello.pid === child.pid && link) return link;
        link?.channel.close();
        if (clock.now() > giveUpAt) throw new RadiusEnded(`It did not come up within ${UP_WITHIN_MS / 1_000} s.`);
        await pause(clock, LOOK_MS, exit.signal);
      }
    } catch (error) {
      child.kill('SIGKILL');
      throw exit.signal.aborted ? exit.signal.reason : error;
    }
  }

  /** One that has just been started may not answer yet. Undefined: there is none that does. */
  async #openSoon(): Promise<ControlLink | undefined> {
    const { clock } = this.#options;
    const giveUpAt = clock.now() + ANSWERS_WITHIN_MS;
    const patience = new AbortController().signal;
    for (;;) {
      const link = await this.#open();
      if (link || clock.now() > giveUpAt || !isFolderTaken(this.#place.folder)) return link;
      await pause(clock, LOOK_MS, patience);
    }
  }

  /** Undefined: nobody answers. */
  async #open(): Promise<ControlLink | undefined> {
    const { build, clock, line } = this.#options;
    try {
      const link: ControlLink = await openControlLink({
        ...this.#place,
        ...{ build, clock },
        onMessage: (message) => {
          this.#heardAt = clock.now();
          // Said once it serves: it may still find its ports taken after its hello.
          if (message.say === 'stats') this.#options.alarm.up();
          line.heard(message);
        },
        onClosed: (end) => {
          if (link === this.#link) this.#closed(end);
        },
      });
      return link;
    } catch {
      return undefined;
    }
  }

  #closed(end: LinkEnd): void {
    const { line, alarm, clock } = this.#options;
    clock.clearTimeout(this.#timer);
    line.disconnected();
    this.#ended.resolve();
    if (this.#stopping) return;
    const error = new RadiusEnded(
      end.bye === 'replaced'
        ? 'Another Lastmile took the RADIUS process over.'
        : (this.#log.refusal(this.#logFrom) ?? 'The RADIUS process has ended.'),
      { cause: end.error },
    );
    alarm.down(error);
    this.#failed(error);
  }

  async #stop(link: ControlLink): Promise<void> {
    const { stays, log, clock } = this.#options;
    this.#stopping = true;
    const { pid } = link.hello;
    if (stays()) {
      link.channel.close();
      log.info({ pid }, 'the RADIUS process stays');
      return await this.#ended.promise;
    }
    link.channel.send({ say: 'stop' });
    const giveUpAt = clock.now() + STOPS_WITHIN_MS;
    const patience = new AbortController().signal;
    while (isRadius(pid) && clock.now() < giveUpAt) await pause(clock, LOOK_MS, patience);
    if (isRadius(pid)) {
      log.warn({ pid }, 'the RADIUS process did not stop and is killed');
      process.kill(pid, 'SIGKILL');
    }
    link.channel.close();
  }

  #watch(link: ControlLink): void {
    const { clock, log } = this.#options;
    this.#timer = clock.setTimeout(() => {
      const now = clock.now();
      if (now - this.#heardAt > SILENT_MS) {
        log.error({ pid: link.hello.pid }, 'the RADIUS process says nothing any more');
        return link.channel.close();
      }
      if (now - this.#logCutAt > CUT_LOG_MS) {
        this.#logCutAt = now;
        this.#log.cut();
      }
      return this.#watch(link);
    }, WATCH_MS);
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(String(code ?? signal)));
  });
}

/** The number may be another program's by now, and a process that has ended may still have one. */
function isRadius(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(RADIUS_ENTRY);
  } catch {
    return false;
  }
}
