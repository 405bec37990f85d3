import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { ApiLine, normalLine, type LineState } from './apiLine.ts';
import { ApiSession } from './apiSession.ts';
import type { Item } from './configTable.ts';
import { within } from './network.ts';
import { MikrotikRouter, type RouterOptions } from './router.ts';
import { anonymousContext, makeRouterCertificate, type RouterCertificate } from './routerCertificate.ts';

/**
 * drop: the power is off · hang: connects and says nothing · slow: `delayMs` before each sentence · wrong-password: nobody
 * gets in any more · garbage: random bytes instead of replies · half-open: connections are dead without saying so, new ones
 * work · reboot: an orderly restart
 */
export type RouterFault = 'drop' | 'hang' | 'slow' | 'wrong-password' | 'garbage' | 'half-open' | 'reboot';

export interface FaultOptions {
  readonly lastsMs: number;
  readonly delayMs: number;
}

interface Connection {
  readonly socket: Socket;
  readonly line: ApiLine;
  readonly session: ApiSession;
}

type ServiceName = 'api' | 'api-ssl';
const SERVICES: readonly ServiceName[] = ['api', 'api-ssl'];
const PORT_AGAIN_MS = 2000;
const RESTART_MS = 15_000;
/** A power cut that is over at once. */
const STORM_DARK_MS = 1000;
const MOST_CONNECTIONS = 20;

/** A router with its sockets: listens where /ip/service says, and misbehaves on command. */
export class RouterDevice {
  readonly router: MikrotikRouter;
  readonly #options: RouterOptions;
  readonly #servers = new Map<ServiceName, { readonly server: Server; readonly port: number }>();
  readonly #connections = new Set<Connection>();
  readonly #abandoned = new Set<Socket>();
  readonly #certificates = new Map<string, Promise<RouterCertificate>>();
  #fault: RouterFault | 'none' = 'none';
  #line: LineState = normalLine;
  #recovery: unknown;
  #retry: unknown;
  #isOn = false;
  #listening: Promise<void> = Promise.resolve();
  connects = 0;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.router = new MikrotikRouter(options);
    this.router.hooks = {
      onReboot: () => queueMicrotask(() => this.inject('reboot', { lastsMs: RESTART_MS, delayMs: 0 })),
      // The reply to the command that changed it leaves first.
      onServices: () => setImmediate(() => void this.#listen()),
    };
  }

  get fault(): RouterFault | 'none' {
    return this.#fault;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Where a service listens now; undefined while it doesn't. */
  portOf(service: ServiceName): number | undefined {
    return this.#servers.get(service)?.port;
  }

  async start(): Promise<void> {
    this.#isOn = true;
    this.router.lines.powerOn();
    await this.#listen();
  }

  stop(): void {
    this.#isOn = false;
    this.#options.clock.clearTimeout(this.#recovery);
    this.#options.clock.clearTimeout(this.#retry);
    this.router.life.stop();
    this.router.lines.powerOff(false);
    this.#closeAll();
    for (const socket of this.#abandoned) socket.destroy();
    this.#abandoned.clear();
  }

  /** What api-ssl shows its visitors; undefined while it has none. */
  async certificate(): Promise<RouterCertificate | undefined> {
    const name = this.router.table('/ip/service').byName('api-ssl')?.values['certificate'] ?? 'none';
    const item = this.router.table('/certificate').byName(name);
    if (item?.values['private-key'] !== 'yes') return undefined;
    const known = this.#certificates.get(item.id);
    if (known) return await known;
    const made = this.#makeCertificate(item);
    this.#certificates.set(item.id, made);
    return await made;
  }

  async #makeCertificate(item: Item): Promise<RouterCertificate> {
    const { site, clock } = this.#options;
    const made = await makeRouterCertificate(item.values['common-name'] || site.identity, site.address, clock);
    item.values = { ...item.values, fingerprint: made.fingerprint256.replaceAll(':', '').toLowerCase() };
    return made;
  }

  /** A fault takes the place of the one before; `lastsMs` later everything is well again. */
  inject(fault: RouterFault, { lastsMs, delayMs }: FaultOptions): void {
    this.recover();
    this.#fault = fault;
    if (fault === 'drop' || fault === 'reboot') this.#powerOff(fault === 'reboot');
    else if (fault === 'half-open') this.#abandonAll();
    else if (fault === 'wrong-password') this.#letGo();
    else this.#setLine({ mode: fault, delayMs });
    this.#recovery = this.#options.clock.setTimeout(() => this.recover(), lastsMs);
  }

  /** Everybody is back within the time; how many will dial. */
  storm(how: 'reboot' | 'lost-carrier' | 'dial', backWithinMs: number): number {
    const { lines } = this.router;
    if (how === 'dial') return lines.dialAllWithin(backWithinMs);
    if (how === 'lost-carrier') return lines.loseCarrier(backWithinMs);
    this.inject('drop', { lastsMs: STORM_DARK_MS, delayMs: 0 });
    return lines.allBackWithin(Math.max(0, backWithinMs - STORM_DARK_MS));
  }

  recover(): void {
    const fault = this.#fault;
    this.#fault = 'none';
    this.#options.clock.clearTimeout(this.#recovery);
    this.#setLine(normalLine);
    // Not by a reset: a socket whose handle TLS has taken over has none to reset.
    for (const socket of this.#abandoned) socket.destroy();
    this.#abandoned.clear();
    if (fault === 'drop') this.router.bootAgain('router was rebooted without proper shutdown, probably power outage');
    if (fault === 'reboot') this.router.bootAgain('router rebooted');
    if (fault === 'drop' || fault === 'reboot') void this.#listen();
  }

  /** Without power nothing listens. */
  get #isOff(): boolean {
    return !this.#isOn || this.#fault === 'drop' || this.#fault === 'reboot';
  }

  /** Sockets follow what /ip/service says, one change after the other; a port that is taken is tried again. */
  async #listen(): Promise<void> {
    this.#listening = this.#listening.then(async () => await this.#listenNow());
    await this.#listening;
  }

  async #listenNow(): Promise<void> {
    this.#options.clock.clearTimeout(this.#retry);
    for (const service of SERVICES) {
      const values = this.router.table('/ip/service').byName(service)?.values ?? {};
      const port = values['disabled'] === 'yes' ? undefined : Number(values['port']);
      const open = this.#servers.get(service);
      if (open && open.port === port) continue;
      open?.server.close();
      this.#servers.delete(service);
      if (port === undefined || this.#isOff) continue;
      await this.#open(service, port);
    }
  }

  async #open(service: ServiceName, wanted: number): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => void this.#accept(service, socket));
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: this.#options.site.address, port: wanted }, resolve);
      });
    } catch {
      this.#retry = this.#options.clock.setTimeout(() => void this.#listen(), PORT_AGAIN_MS);
      return;
    }
    // The power may have gone meanwhile.
    if (this.#isOff) {
      server.close();
      return;
    }
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : wanted;
    this.#servers.set(service, { server, port });
    const services = this.router.table('/ip/service');
    const item = services.byName(service);
    if (item && wanted === 0)
      item.values = {
        ...item.values,
        port: String(port),
        factory: JSON.stringify({ ...item.values, port: String(port) }),
      };
  }

  async #accept(service: ServiceName, socket: Socket): Promise<void> {
    socket.on('error', () => {});
    const peer = socket.remoteAddress ?? '';
    const values = this.router.table('/ip/service').byName(service)?.values ?? {};
    const allowed = (values['address'] ?? '').split(',').filter((one) => one !== '');
    if ((allowed.length > 0 && !within(peer, allowed)) || this.#connections.size >= MOST_CONNECTIONS) {
      socket.destroy();
      return;
    }
    this.connects += 1;
    if (service === 'api') {
      this.#begin(service, socket, peer);
      return;
    }
    const context = (await this.certificate())?.context ?? anonymousContext();
    const secured = await this.#secure(socket, context);
    if (secured) this.#begin(service, secured, peer);
  }

  async #secure(socket: Socket, secureContext: SecureContext): Promise<Socket | undefined> {
    if (socket.destroyed) return undefined;
    const secured = new TLSSocket(socket, { isServer: true, secureContext });
    return await new Promise((resolve) => {
      secured.once('secure', () => resolve(secured));
      secured.on('error', () => socket.destroy());
      secured.once('close', () => resolve(undefined));
    });
  }

  #begin(service: ServiceName, socket: Socket, peer: string): void {
    if (this.#isOff) {
      socket.destroy();
      return;
    }
    const { clock, random } = this.#options;
    const line = new ApiLine({ socket, clock, random, state: this.#line });
    const session = new ApiSession({
      router: this.router,
      socket,
      line,
      peer,
      via: service,
      refusesLogins: () => this.#fault === 'wrong-password',
    });
    const connection = { socket, line, session };
    this.#connections.add(connection);
    this.router.life.watch(true);
    socket.on('close', () => this.#gone(connection));
  }

  #gone(connection: Connection): void {
    this.#connections.delete(connection);
    this.#abandoned.delete(connection.socket);
    if (this.#connections.size === 0) this.router.life.watch(false);
  }

  #setLine(state: LineState): void {
    this.#line = state;
    for (const { line } of this.#connections) line.state = state;
  }

  #powerOff(isOrderly: boolean): void {
    this.router.lines.powerOff(isOrderly);
    this.#closeAll();
  }

  #closeAll(): void {
    for (const { server } of this.#servers.values()) server.close();
    this.#servers.clear();
    this.#letGo();
  }

  #letGo(): void {
    for (const { socket, session } of this.#connections) {
      session.end();
      socket.destroy();
    }
    this.#connections.clear();
    this.router.life.watch(false);
  }

  /** The sockets stay open and nobody is behind them. */
  #abandonAll(): void {
    for (const { socket, line, session } of this.#connections) {
      line.abandon();
      session.end();
      socket.pause();
      this.#abandoned.add(socket);
    }
    this.#connections.clear();
    this.router.life.watch(false);
  }
}
