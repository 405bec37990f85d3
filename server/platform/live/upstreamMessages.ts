import type { z } from 'zod';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import { SendCommand, Subscribe, Unsubscribe } from '#shared/wire/upstream.ts';
import { wireRefusal, type WireRefusalCode } from '#shared/wire/wireRefusals.ts';
import type { LiveSocket } from './liveIo.ts';
import type { LiveServices } from './liveServices.ts';
import type { LiveSession } from './liveSession.ts';
import { TokenBucket } from './tokenBucket.ts';

type Answer = (reply: object) => void;

/** Parses and bounds everything a socket says, and answers each message exactly once. */
export function listenToSocket(socket: LiveSocket, session: LiveSession, services: LiveServices): void {
  const { clock, limits, metrics } = services;
  const bucket = new TokenBucket(clock, { perSecond: limits.messagesPerSecond, burst: limits.messageBurst });

  function refuse(answer: Answer, code: WireRefusalCode, why: string): void {
    metrics.refused.inc({ why });
    answer(wireRefusal(code));
  }

  /** Calls `handle` with a parsed message that is within its rate; a surprise inside is logged, never thrown. */
  function on<T>(schema: z.ZodType<T>, handle: (message: T, answer: Answer) => void | Promise<void>) {
    return (payload: unknown, ack: unknown): void => {
      const answer = answerBy(ack);
      if (!bucket.take()) return refuse(answer, 'wire/too-fast', 'too-fast');
      const message = schema.safeParse(payload);
      if (!message.success) return refuse(answer, 'wire/malformed', 'malformed');
      Promise.try(handle, message.data, answer).catch((error: unknown) => {
        services.log.error({ err: error, socket: session.socketId }, 'a message from a screen failed');
      });
    };
  }

  socket.on(
    'view.subscribe',
    on(Subscribe, (message, answer) => session.subscriptions.open(message, answer)),
  );
  socket.on(
    'view.unsubscribe',
    on(Unsubscribe, ({ channel }, answer) => {
      session.subscriptions.close(channel);
      answer({ ok: true });
    }),
  );
  socket.on('command', on(SendCommand, commandHandler(session, services)));
}

function commandHandler(session: LiveSession, { limits, log, sendCommand }: LiveServices) {
  let inFlight = 0;
  return async (message: SendCommand, answer: Answer): Promise<void> => {
    if (inFlight >= limits.commandsInFlight) return answer(wireRefusal('wire/too-fast'));
    inFlight += 1;
    try {
      answer(await sendCommand(session.subject(), message));
    } catch (error) {
      log.error({ err: error, key: message.key, kind: message.kind }, 'a command ended without an answer');
      answer(outcomeUnknown());
    } finally {
      inFlight -= 1;
    }
  };
}

/** Socket.IO hands over a function exactly when the client waits for an answer. */
function answerBy(ack: unknown): Answer {
  return typeof ack === 'function' ? (ack as Answer) : () => {};
}

/** Nobody knows whether it happened; asking again with the same key tells. */
function outcomeUnknown(): Reply {
  return systemRefusal('command/timeout');
}
