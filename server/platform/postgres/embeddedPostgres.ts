import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from '../log/logger.ts';
import { StartRefusal } from '../process/startRefusal.ts';
import { bootstrapCluster } from './clusterBootstrapStore.ts';
import { type ClusterCredentials, readCredentials } from './clusterCredentials.ts';
import { type ClusterPlace, clusterPlace } from './clusterPlace.ts';
import { awaitReady, isRecovering } from './clusterReadiness.ts';
import { clearClusterRemains } from './clusterRemains.ts';
import { freeLoopbackPort } from './freeLoopbackPort.ts';
import { initializeCluster } from './initializeCluster.ts';
import { type PostgresBinaries, postgresBinaries } from './postgresBinaries.ts';
import { type Postmaster, type PostmasterExit, startPostmaster } from './postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** The cluster lies in `pg` below it; made when missing. One running Lastmile per data directory: see dataDirLock. */
  readonly dataDir: string;
  /** False only in tests. */
  readonly fsync?: boolean;
  readonly log: Logger;
}

/** The real PostgreSQL server as a child process. The URLs stay the same over `restart`. */
export interface EmbeddedPostgres extends AsyncDisposable {
  /** Role lastmile_owner, database lastmile: for migrations. */
  readonly ownerUrl: string;
  /** Role lastmile_server, database lastmile: what DATABASE_URL is in production. */
  readonly serverUrl: string;
  /** Role postgres, database postgres. */
  readonly superuserUrl: string;
  pid(): number | undefined;
  /** Called when the server ends without having been told to. */
  onExit(callback: (exit: PostmasterExit) => void): void;
  /** Starts it again (after stopping it, if it runs); crash recovery happens by itself. */
  restart(): Promise<void>;
  /** Fast shutdown, waits. Idempotent. */
  stop(): Promise<void>;
}

/** Makes the cluster if there is none, clears what a killed run left behind, starts, makes roles and database. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = preparedDataDir(options.dataDir);
  const place = clusterPlace(dataDir);
  const binaries = postgresBinaries(place.account);
  const fsync = options.fsync ?? true;
  await initializeCluster(place, binaries, fsync);
  const credentials = readCredentials(place.cluster);
  const server = new Server({ place, binaries, credentials, fsync, log: options.log });
  await server.begin();
  try {
    await bootstrapCluster(server.superuserUrl, credentials);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Root lets others pass through (not look in), so that the database account reaches its folder. */
function preparedDataDir(given: string): string {
  const dataDir = resolve(given);
  if (!existsSync(dataDir)) {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  }
  return realpathSync(dataDir);
}

interface ServerInput {
  readonly place: ClusterPlace;
  readonly binaries: PostgresBinaries;
  readonly credentials: ClusterCredentials;
  readonly fsync: boolean;
  readonly log: Logger;
}

class Server implements EmbeddedPostgres {
  readonly #input: ServerInput;
  readonly #callbacks: ((exit: PostmasterExit) => void)[] = [];
  #postmaster: Postmaster | undefined;
  #port = 0;
  #wanted = false;

  constructor(input: ServerInput) {
    this.#input = input;
  }

  get superuserUrl(): string {
    return this.#url('postgres', this.#input.credentials.superuser, 'postgres');
  }
  get ownerUrl(): string {
    return this.#url('lastmile_owner', this.#input.credentials.owner, 'lastmile');
  }
  get serverUrl(): string {
    return this.#url('lastmile_server', this.#input.credentials.server, 'lastmile');
  }

  /** The port is chosen once; somebody may take it between choosing and binding, so a few are tried. */
  async begin(): Promise<void> {
    const { cluster } = this.#input.place;
    // First of all, so that a server that still runs gives its port back.
    await clearClusterRemains(cluster, this.#input.log);
    const first = createHash('sha256').update(cluster).digest().readUInt16BE(0);
    for (let attempt = 0; ; attempt++) {
      this.#port = await freeLoopbackPort(first + attempt);
      const exit = await this.#launch();
      if (exit === undefined) return;
      if (!exit.portTaken || attempt === 4) throw failure(cluster, exit);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    const exit = await this.#launch();
    if (exit !== undefined) throw failure(this.#input.place.cluster, exit);
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    const postmaster = this.#postmaster;
    if (postmaster === undefined) return;
    // In the middle of crash recovery there is nothing to flush, and a fast shutdown may wait for it in vain.
    const recovering = postmaster.running() && (await isRecovering(this.superuserUrl));
    await postmaster.stop(recovering ? 'immediate' : 'fast');
    if (this.#postmaster === postmaster) this.#postmaster = undefined;
  }

  pid(): number | undefined {
    return this.#postmaster?.running() === true ? this.#postmaster.pid : undefined;
  }

  onExit(callback: (exit: PostmasterExit) => void): void {
    this.#callbacks.push(callback);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Answers how it ended when it didn't come up. */
  async #launch(): Promise<PostmasterExit | undefined> {
    const { place, binaries, fsync, log } = this.#input;
    await clearClusterRemains(place.cluster, log);
    const postmaster = await startPostmaster({ ...place, binaries, port: this.#port, fsync, log });
    this.#postmaster = postmaster;
    const failed = await awaitReady({ postmaster, superuserUrl: this.superuserUrl, cluster: place.cluster, log });
    if (failed !== undefined) return failed;
    this.#wanted = true;
    void postmaster.exited.then((exit) => {
      if (this.#wanted && this.#postmaster === postmaster) for (const callback of this.#callbacks) callback(exit);
    });
    return undefined;
  }

  #url(role: string, password: string, database: string): string {
    return `postgres://${role}:${password}@127.0.0.1:${this.#port}/${database}`;
  }
}

function failure(cluster: string, exit: PostmasterExit): Error {
  if (exit.diskFull) {
    return new StartRefusal(`The disk of ${cluster} is full: the database can't start. Nothing is lost.`, [
      'Free some space and start again.',
    ]);
  }
  return new Error(`the database in ${cluster} did not start (${exit.how}): ${exit.lastLines.slice(-5).join(' | ')}`);
}
