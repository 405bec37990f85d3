import { z } from 'zod';
import type { ActorSystem } from '#actors/system/actorSystem.ts';
import { parseAddress, type ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { Host, SetAsideEnvelope, SetAsideStore } from '#actors/system/ports.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { Reply } from '#shared/wire/reply.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { Logger } from '../platform/log/logger.ts';

export interface InspectorRoutesOptions {
  readonly system: ActorSystem;
  readonly setAside: SetAsideStore;
  readonly clock: Clock;
  readonly host: Host;
  readonly log: Logger;
  /** Crashing an actor on purpose is offered while the lab runs, and only then. */
  readonly lab: boolean;
}

const AddressBody = z.object({ address: z.string().max(200) });
const IdParams = z.object({ id: z.uuid() });
const Done = z.object({ ok: z.literal(true) });
const config = { access: 'inspector.operate' } as const;

/** Acts of the Inspector. They touch the machinery, not the business: each is logged with who did it. */
export function inspectorRoutes(options: InspectorRoutesOptions): Routes {
  const { system, setAside, clock, log } = options;
  return (app) => {
    app.post(
      '/api/inspector/restart',
      {
        config,
        schema: { summary: 'Restart an actor or a supervised part', body: AddressBody, response: { 200: Done } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const address = ownAddress(subject, request.body.address);
        if (!(await system.restart(address))) throw notInMemory();
        log.info({ address: request.body.address, by: subject.userId }, 'actor restarted from the Inspector');
        return { ok: true as const };
      },
    );
    app.post(
      '/api/inspector/crash',
      {
        config,
        schema: {
          summary: 'Crash an actor on purpose; only while the lab runs',
          body: AddressBody,
          response: { 200: Done },
        },
      },
      async (request) => {
        if (!options.lab)
          throw new HttpProblem(404, 'inspector/no-lab', 'Actors are crashed on purpose only while the lab runs.');
        const subject = requireSubject(request);
        const address = ownAddress(subject, request.body.address);
        await system.inspect(address);
        if (!system.crash(address)) throw notInMemory();
        log.info({ address: request.body.address, by: subject.userId }, 'actor crashed from the Inspector');
        return { ok: true as const };
      },
    );
    app.post(
      '/api/inspector/set-aside/:id/retry',
      {
        config,
        schema: { summary: 'Try a message again that was set aside', params: IdParams, response: { 200: Reply } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const message = await find(setAside, subject, request.params.id);
        await setAside.markRetried(subject.tenant, message.id, clock.now());
        log.info({ id: message.id, by: subject.userId }, 'set-aside message tried again');
        const reply = await retry(options, message);
        if (reply.ok) await setAside.discard(subject.tenant, message.id, clock.now());
        system.announceChange();
        return reply;
      },
    );
    app.post(
      '/api/inspector/set-aside/:id/discard',
      {
        config,
        schema: { summary: 'Discard a message that was set aside', params: IdParams, response: { 200: Done } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const message = await find(setAside, subject, request.params.id);
        await setAside.discard(subject.tenant, message.id, clock.now());
        system.announceChange();
        log.info({ id: message.id, by: subject.userId }, 'set-aside message discarded');
        return { ok: true as const };
      },
    );
  };
}

/** Under a key of its own: the first one was answered with the refusal. */
function retry({ system, clock, host }: InspectorRoutesOptions, { envelope }: SetAsideEnvelope): Promise<Reply> {
  return system.ask({
    address: envelope.address,
    key: IdempotencyKey.parse(`retry:${host.newId()}`),
    command: envelope.command,
    caller: envelope.caller,
    cause: { kind: 'command', key: envelope.key },
    deadlineAt: clock.now() + 15_000,
  });
}

function ownAddress(subject: Subject, text: string): ActorAddress {
  const address = parseAddress(text);
  if (!address || address.tenant !== subject.tenant)
    throw new HttpProblem(404, 'actor/not-found', 'There is no such actor.');
  return address;
}

async function find(store: SetAsideStore, subject: Subject, id: string): Promise<SetAsideEnvelope> {
  const message = (await store.list(subject.tenant)).find((one) => one.id === id);
  if (!message) throw new HttpProblem(404, 'inspector/no-message', 'That message is not set aside any more.');
  return message;
}

function notInMemory(): HttpProblem {
  return new HttpProblem(409, 'actor/not-in-memory', 'The actor is at rest; it starts with its next message.');
}
