import { SimulatedClock } from 'xstate';
import { LiveConnection } from '#client/live/liveConnection.ts';
import type { LinkHandlers } from '#client/live/liveTransport.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocolVersion.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';

interface Channel {
  readonly channel: number;
  readonly epoch: string;
  readonly request: ViewRequest;
  n: number;
}
export interface SentCommand {
  readonly id: string;
  readonly type: string;
  answer(reply: Reply): void;
}

/** A server on the other end of a live connection: it shows `alarms`, and the test answers the commands. */
export class ScriptedServer {
  readonly clock = new SimulatedClock();
  readonly connection: LiveConnection;
  readonly commands: SentCommand[] = [];
  readonly asked: ViewRequest[] = [];
  alarms: readonly AlarmRow[];
  /** Set to leave subscriptions without an answer. */
  silent = false;
  #handlers: LinkHandlers | undefined;
  readonly #channels = new Map<number, Channel>();
  #version = 1;

  constructor(alarms: readonly AlarmRow[]) {
    this.alarms = alarms;
    this.connection = new LiveConnection({
      clock: this.clock,
      random: () => 0.5,
      newKey: () => crypto.randomUUID(),
      transport: {
        open: (handlers) => {
          this.#handlers = handlers;
          return { send: (...message) => this.#heard(...message), close: () => this.#channels.clear() };
        },
      },
    });
  }

  greet(): void {
    this.#handlers?.message('hello', { protocol: PROTOCOL_VERSION, at: 1, boot: 'b' });
  }

  /** The newest command that waits for its answer. */
  newest(): SentCommand {
    const command = this.commands.at(-1);
    if (!command) throw new Error('no command was sent');
    return command;
  }

  /** Shows another list in every open view of it. */
  show(alarms: readonly AlarmRow[]): void {
    this.alarms = alarms;
    this.#version += 1;
    for (const channel of this.#channels.values()) if (channel.request.view === 'alarms') this.#snapshot(channel);
  }

  revoke(): void {
    for (const { channel } of this.#channels.values())
      this.#handlers?.message('view.revoked', {
        channel,
        code: 'view/not-permitted',
        message: 'Your role does not allow this view.',
      });
  }

  #heard(event: string, payload: object, answer: (reply: unknown) => void): void {
    if (event === 'command') {
      const { id, command } = payload as { id: string; command: { type: string } };
      this.commands.push({ id, type: command.type, answer });
    } else if (event === 'view.unsubscribe') {
      this.#channels.delete((payload as { channel: number }).channel);
    } else if (!this.silent) {
      const { channel, request } = payload as { channel: number; request: ViewRequest };
      const opened: Channel = { channel, request, epoch: `e${channel}`, n: 0 };
      this.asked.push(request);
      this.#channels.set(channel, opened);
      answer({ ok: true, epoch: opened.epoch, resumed: false });
      this.#snapshot(opened);
    }
  }

  #snapshot(channel: Channel): void {
    const { request, epoch } = channel;
    channel.n += 1;
    const matching =
      request.view === 'alarms' ? this.alarms.filter(({ text }) => text.includes(request.filter.text)) : [];
    const window = 'window' in request ? request.window : { offset: 0, limit: 1 };
    const rows = matching
      .slice(window.offset, window.offset + window.limit)
      .map((fields) => ({ id: fields.id, version: this.#version, fields }));
    const order = rows.map(({ id }) => id);
    const total = matching.length;
    this.#handlers?.message('view.snapshot', {
      channel: channel.channel,
      epoch,
      n: channel.n,
      rows,
      order,
      total,
      at: 1,
    });
  }
}
