import type { Socket } from 'node:net';
import type { ApiLine } from './apiLine.ts';
import type { Item, Values } from './configTable.ts';
import { logIn, rightsOf } from './login.ts';
import type { Operator, Reply } from './menu.ts';
import { joinQueries, QUERIES } from './menuReads.ts';
import type { MikrotikRouter } from './router.ts';
import { Trap, trapCategory } from './trap.ts';
import { encodeSentence, SentenceReader, WordError } from './wordCodec.ts';

export interface ApiSessionOptions {
  readonly router: MikrotikRouter;
  readonly socket: Socket;
  readonly line: ApiLine;
  readonly peer: string;
  /** `api` or `api-ssl`. */
  readonly via: string;
  /** The router answers as if the password had been changed. */
  readonly refusesLogins: () => boolean;
}

interface Command {
  readonly name: string;
  readonly args: Values;
  readonly tag: string | undefined;
}

const MOST_BYTES_BEFORE_LOGIN = 4096;
const MOST_SENTENCES_BEFORE_LOGIN = 8;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_RUNNING = 200;
const LOGIN_WITHIN_MS = 60_000;

/** One connection to the API. */
export class ApiSession {
  readonly #options: ApiSessionOptions;
  readonly #reader = new SentenceReader(MOST_BYTES_BEFORE_LOGIN);
  /** Commands that go on, by a number of their own: a tag may be used twice. */
  readonly #running = new Map<
    number,
    { readonly tag: string | undefined; readonly end: (trap: Trap) => void; readonly stop: () => void }
  >();
  readonly #impatience: unknown;
  #nextNumber = 1;
  #user: Item | undefined;
  #active: Item | undefined;
  #challenge: string | undefined;
  #sentences = 0;
  #isOver = false;

  constructor(options: ApiSessionOptions) {
    this.#options = options;
    const { socket, router } = options;
    this.#impatience = router.clock.setTimeout(() => {
      if (!this.#user) this.#fatal('login timeout');
    }, LOGIN_WITHIN_MS);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('close', () => this.end());
  }

  /** Stops what runs; the socket is the caller's. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { router, peer, via } = this.#options;
    router.clock.clearTimeout(this.#impatience);
    for (const { stop } of this.#running.values()) stop();
    this.#running.clear();
    if (!this.#active) return;
    router.table('/user/active').remove(this.#active);
    router.log.write('system,info,account', `user ${this.#active.values['name']} logged out from ${peer} via ${via}`);
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#reader.push(chunk);
    try {
      for (let words = this.#reader.next(); words && !this.#isOver; words = this.#reader.next()) this.#take(words);
    } catch (error) {
      if (!(error instanceof WordError)) throw error;
      this.#fatal(error.message);
    }
  }

  #take(words: readonly string[]): void {
    const command = parseCommand(words);
    if (command.name === '/quit') return this.#fatal('session terminated on request');
    if (!this.#user) return this.#beforeLogin(command);
    if (command.name === '/login') return this.#login(command);
    if (command.name === '/cancel') return this.#cancel(command);
    return this.#run(command, this.#user);
  }

  #beforeLogin(command: Command): void {
    this.#sentences += 1;
    if (this.#sentences > MOST_SENTENCES_BEFORE_LOGIN) return this.#fatal('too many commands before login');
    if (command.name !== '/login') return this.#fatal('not logged in');
    return this.#login(command);
  }

  #login({ args, tag }: Command): void {
    const { router, peer, via, line, refusesLogins } = this.#options;
    const answer = logIn(router, {
      args: refusesLogins()
        ? {
            ...args,
            ...(args['password'] !== undefined && { password: '\0' }),
            ...(args['response'] !== undefined && { response: '' }),
          }
        : args,
      peer,
      challenge: this.#challenge,
      makeChallenge: () => router.random.bytes(16).toString('hex'),
    });
    if (answer.kind === 'challenge') {
      this.#challenge = answer.challenge;
      this.#say(['!done', `=ret=${answer.challenge}`], tag);
    } else if (answer.kind === 'refused') {
      router.log.write('system,error,critical', `login failure for user ${args['name'] ?? ''} from ${peer} via ${via}`);
      this.#say(['!trap', `=message=${answer.message}`], tag);
      this.#say(['!done'], tag);
      line.end();
    } else this.#welcome(answer.user, tag);
  }

  #welcome(user: Item, tag: string | undefined): void {
    const { router, peer, via } = this.#options;
    const name = user.values['name'] ?? '';
    this.#user = user;
    this.#reader.mostBytes = MOST_BYTES;
    router.advance();
    if (!this.#active) {
      const group = user.values['group'] ?? '';
      this.#active = router
        .table('/user/active')
        .add({ name, address: peer, via, group, since: String(router.clock.now()) });
      user.values['last-logged-in'] = router.dateText(router.clock.now());
      router.log.write('system,info,account', `user ${name} logged in from ${peer} via ${via}`);
    }
    this.#say(['!done'], tag);
  }

  #run({ name, args, tag }: Command, user: Item): void {
    const { router, via } = this.#options;
    if (this.#running.size >= MOST_RUNNING) return this.#trap(new Trap('too many commands', trapCategory.api), tag);
    router.advance();
    const operator: Operator = { name: user.values['name'] ?? '', rights: rightsOf(router, user), via };
    const number = this.#nextNumber++;
    const reply = this.#reply(number, tag);
    const stop = router.give(name, args, operator, reply);
    if (stop) this.#running.set(number, { tag, end: reply.trap, stop });
  }

  /** Without tag it stops all; each of them says so, then the cancel itself is done. */
  #cancel({ args, tag: own }: Command): void {
    const wanted = args['tag'];
    for (const [number, { tag, end, stop }] of this.#running) {
      if (wanted !== undefined && tag !== wanted) continue;
      stop();
      this.#running.delete(number);
      end(new Trap('interrupted', trapCategory.interrupted));
    }
    this.#say(['!done'], own);
  }

  #reply(number: number, tag: string | undefined): Reply {
    let rows = 0;
    const { personality } = this.#options.router;
    return {
      row: (values) => {
        rows += 1;
        if (this.#running.has(number) && this.#options.line.isBehind) return;
        this.#say(['!re', ...Object.entries(values).map(([name, value]) => `=${name}=${value}`)], tag);
      },
      done: (ret) => {
        this.#running.delete(number);
        if (rows === 0 && ret === undefined && personality.sayEmpty) this.#say(['!empty'], tag);
        this.#say(['!done', ...(ret === undefined ? [] : [`=ret=${ret}`])], tag);
      },
      trap: (trap) => this.#trap(trap, tag),
    };
  }

  #trap({ message, category }: Trap, tag: string | undefined): void {
    this.#say(['!trap', ...(category === undefined ? [] : [`=category=${category}`]), `=message=${message}`], tag);
    this.#say(['!done'], tag);
  }

  #say(words: readonly string[], tag: string | undefined): void {
    const [reply = '', ...rest] = words;
    this.#options.line.send(encodeSentence([reply, ...(tag === undefined ? [] : [`.tag=${tag}`]), ...rest]));
  }

  #fatal(reason: string): void {
    this.#say(['!fatal', reason], undefined);
    this.end();
    this.#options.line.end();
  }
}

/** `=name=value`, `.tag=x`, `?query`: the value may hold `=` and be empty; order matters for queries only. */
function parseCommand([name = '', ...words]: readonly string[]): Command {
  const args: Values = {};
  const queries: string[] = [];
  let tag: string | undefined;
  for (const word of words) {
    if (word.startsWith('?')) queries.push(word);
    else if (word.startsWith('.tag=')) tag = word.slice(5);
    else {
      const text = word.startsWith('=') ? word.slice(1) : word;
      const cut = text.indexOf('=');
      args[cut < 0 ? text : text.slice(0, cut)] = cut < 0 ? '' : text.slice(cut + 1);
    }
  }
  if (queries.length > 0) args[QUERIES] = joinQueries(queries);
  return { name, args, tag };
}
