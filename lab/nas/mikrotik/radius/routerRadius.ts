import { randomBytes } from 'node:crypto';
import { NO_AUTHENTICATOR, signMessage } from '../../radius/messageAuthenticator.ts';
import { PacketPath } from '../../radius/packetPath.ts';
import { RadiusClient, type RadiusAnswer, type RadiusDestination } from '../../radius/radiusClient.ts';
import { decodePacket, encodePacket, type RadiusAttribute, type RadiusPacket } from '../../radius/radiusCodec.ts';
import type { Item } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { routerAttributes } from './accessAttributes.ts';
import { AccountingQueue, type AccountingEntry } from './accountingQueue.ts';
import { RadiusCounters } from './radiusCounters.ts';
import { radiusServers, type RadiusServer, type RadiusService } from './radiusServers.ts';

/** What a server said of a login, as far as it can be believed. */
export interface AccessAnswer {
  readonly packet: RadiusPacket;
  /** Authenticator of the request, which keys are hidden with. */
  readonly authenticator: Buffer;
  readonly secret: string;
}

export interface AccessQuestion {
  readonly service: RadiusService;
  readonly calledId: string;
  readonly attributes: readonly RadiusAttribute[];
  /** Undefined: no server answered. */
  readonly done: (answer: AccessAnswer | undefined) => void;
}

/** What accounting is about, for the choice of the server. */
export interface AccountingFact extends AccountingEntry {
  readonly service: RadiusService;
  readonly calledId: string;
}

const TRIES = 3;

/** What a router says to its RADIUS servers: which of them is asked, and what it counts and writes down. */
export class RouterRadius {
  readonly path: PacketPath;
  readonly queue: AccountingQueue;
  readonly #world: RouterWorld;
  readonly #client: RadiusClient;
  readonly #counters = new WeakMap<Item, RadiusCounters>();

  constructor(world: RouterWorld) {
    this.#world = world;
    this.path = new PacketPath(world.clock, world.random.fork());
    this.#client = new RadiusClient(world.clock, this.path);
    this.queue = new AccountingQueue(world.clock, (entry, attempt, done) =>
      this.#account(entry as AccountingFact, attempt, done),
    );
  }

  counters(item: Item): RadiusCounters {
    let counters = this.#counters.get(item);
    if (!counters) this.#counters.set(item, (counters = new RadiusCounters()));
    return counters;
  }

  resetCounters(): void {
    for (const item of this.#world.table('/radius').all()) this.#counters.delete(item);
  }

  /** True when there is a server to ask. */
  has(service: RadiusService, calledId: string): boolean {
    return radiusServers(this.#world, service, calledId).length > 0;
  }

  authenticate(question: AccessQuestion): void {
    this.#askInTurn(question, radiusServers(this.#world, question.service, question.calledId));
  }

  account(fact: AccountingFact): void {
    this.queue.add(fact);
  }

  powerOff(): void {
    this.#client.stop();
    this.queue.clear();
    this.resetCounters();
  }

  /** The next server is asked when one doesn't answer. */
  #askInTurn(question: AccessQuestion, [server, ...others]: readonly RadiusServer[]): void {
    if (!server) {
      question.done(undefined);
      return;
    }
    const { authentication: to } = server;
    const authenticator = randomBytes(16);
    const attributes = [...question.attributes, ...routerAttributes(this.#world, shownSource(this.#world, to))];
    const build = (identifier: number): Buffer => accessRequest(to, identifier, authenticator, attributes);
    this.#ask(server.item, to, 'Access-Request', question.service, build, (answer) => {
      const packet = answer && decodePacket(answer.reply);
      if (packet) question.done({ packet, authenticator, secret: to.secret });
      else this.#askInTurn(question, others);
    });
  }

  #account(fact: AccountingFact, attempt: number, done: (isAcked: boolean) => void): void {
    const servers = radiusServers(this.#world, fact.service, fact.calledId);
    const server = accountingOrder(servers)[attempt % Math.max(1, servers.length)];
    if (!server) {
      // Nobody to tell: it is kept until there is.
      this.#world.clock.setTimeout(() => done(false), 1000);
      return;
    }
    const { accounting: to } = server;
    const delay = Math.max(0, Math.floor((this.#world.clock.now() - fact.since) / 1000));
    const own = routerAttributes(this.#world, shownSource(this.#world, to), delay);
    const build = (identifier: number): Buffer =>
      encodePacket({
        code: 'Accounting-Request',
        identifier,
        secret: to.secret,
        attributes: [...fact.attributes, ...own],
      });
    this.#ask(server.item, to, 'Accounting-Request', fact.service, build, (answer) => done(answer?.reply[0] === 5));
  }

  #ask(
    item: Item,
    to: RadiusDestination,
    code: string,
    service: RadiusService,
    build: (identifier: number) => Buffer,
    done: (answer: RadiusAnswer | undefined) => void,
  ): void {
    const counters = this.counters(item);
    const { log } = this.#world;
    counters.pending += 1;
    counters.requests += 1;
    let identifier = 0;
    this.#client.ask({
      to,
      build,
      tries: TRIES,
      onSent: (id, isAgain) => {
        identifier = id;
        if (isAgain) counters.resends += 1;
        log.write('radius,debug', isAgain ? 'resending' : sentLine(to, code, id, service));
      },
      onBadReply: (why) => {
        counters.badReplies += 1;
        log.write('radius,debug', `received reply from ${to.address}:${to.port} with ${why}, dropping`);
      },
      done: (answer) => {
        counters.pending -= 1;
        if (answer) countAnswer(counters, answer);
        else {
          counters.timeouts += 1;
          log.write('radius,debug', `timeout for code=${code} id=${identifier} service=${service}`);
        }
        done(answer);
      },
    });
  }
}

function countAnswer(counters: RadiusCounters, { reply, rttMs }: RadiusAnswer): void {
  counters.lastRequestRttMs = rttMs;
  if (reply[0] === 2 || reply[0] === 5) counters.accepts += 1;
  else counters.rejects += 1;
}

const sentLine = (to: RadiusDestination, code: string, identifier: number, service: RadiusService): string =>
  `tx to ${to.address}:${to.port} code=${code} id=${identifier} service=${service}`;

/** Message-Authenticator is the last one, in requests for access only, and only of versions that know it. */
function accessRequest(
  to: RadiusDestination,
  identifier: number,
  authenticator: Buffer,
  attributes: readonly RadiusAttribute[],
): Buffer {
  const signature: readonly RadiusAttribute[] = to.wantsMessageAuthenticator
    ? [['Message-Authenticator', NO_AUTHENTICATOR]]
    : [];
  const packet = encodePacket({
    code: 'Access-Request',
    identifier,
    secret: to.secret,
    authenticator,
    attributes: [...attributes, ...signature],
  });
  signMessage(packet, authenticator, to.secret);
  return packet;
}

/** Backups are told only when the others don't answer. */
const accountingOrder = (servers: readonly RadiusServer[]): readonly RadiusServer[] => [
  ...servers.filter(({ isBackup }) => !isBackup),
  ...servers.filter(({ isBackup }) => isBackup),
];

const shownSource = ({ site }: RouterWorld, { source }: RadiusDestination): string =>
  source === '::' ? site.address : source;
