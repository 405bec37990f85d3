import type { Clock } from '#actors/system/clock.ts';
import type { RadiusTest } from '#shared/nas/radiusTest.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { AccountingFeature, LineSession } from '../accounting/accountingFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import { pause } from '../platform/actors/pause.ts';
import { standardAttribute } from '../platform/transport/radius/standardAttribute.ts';
import {
  encodeAttributes,
  errorCauseText,
  type IncomingAnswer,
  type IncomingRequests,
  NotAsked,
} from '../radius/incomingFeature.ts';
import { accountingProof, authenticationProof, type RadiusEvidence } from './radiusProof.ts';

export interface RadiusTesterPorts {
  readonly clock: Clock;
  readonly routers: Pick<NasFeature, 'radiusCountersOn'>;
  readonly boards: AccountingFeature['boards'];
  readonly requests: Pick<IncomingRequests, 'ask'>;
  /** What the RADIUS server counted last, of a router. */
  readonly statsOf: (nas: ActorId) => { answers: number; drops: number; lastAt: number } | undefined;
}

const DISCONNECT = 40;
/** No router has a session of this id: it refuses, and so proves that it is asked by somebody it trusts. */
const NOBODY = 'lastmile-test';
const TRIES = { timeoutMs: 1_500, tries: 2 };
const BACK_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 200;

/** Tries the three ways between a router and the RADIUS server. */
export class RadiusTester {
  readonly #ports: RadiusTesterPorts;

  constructor(ports: RadiusTesterPorts) {
    this.#ports = ports;
  }

  /** An open session of the user on the router. */
  sessionOf(tenant: TenantId, nas: ActorId, username: string): LineSession | undefined {
    for (const { session } of this.#ports.boards.of(tenant).entries.values())
      if (session.nasId === nas && session.username === username) return session;
    return undefined;
  }

  /** `session`: is ended for the test. */
  async test(
    tenant: TenantId,
    nas: ActorId,
    session: LineSession | undefined,
    signal: AbortSignal,
  ): Promise<RadiusTest> {
    const { clock, routers, statsOf } = this.#ports;
    const coa = await this.#coa(nas, session);
    const ended = session && coa.proof === 'acked' ? await this.#comesBack(tenant, session, signal) : undefined;
    const counters = await routers.radiusCountersOn(tenant, nas, signal).catch(() => undefined);
    const server = statsOf(nas);
    const reportedAt = this.#reportedAt(tenant, nas);
    const evidence: RadiusEvidence = { counters, server, reportedAt, ended };
    const heardAt = server?.lastAt ?? 0;
    return {
      at: clock.now(),
      authentication: authenticationProof(evidence),
      accounting: accountingProof(evidence),
      coa,
      ...(counters === undefined ? {} : { counters: [...counters] }),
      ...(heardAt > 0 ? { heardAt } : {}),
      ...(reportedAt === undefined ? {} : { reportedAt }),
    };
  }

  async #coa(nasId: ActorId, session: LineSession | undefined): Promise<RadiusTest['coa']> {
    const attributes = encodeAttributes((writer) => {
      if (session) writer.text(standardAttribute.userName, session.username);
      writer.text(standardAttribute.acctSessionId, session?.acctSessionId ?? NOBODY);
      if (session?.ipv4 !== undefined) writer.ipv4(standardAttribute.framedIpAddress, session.ipv4);
    });
    const request = {
      nasId,
      code: DISCONNECT,
      attributes: Buffer.from(attributes).toString('base64'),
      ...TRIES,
    } as const;
    try {
      return proofOf(await this.#ports.requests.ask(request));
    } catch (error) {
      if (error instanceof NotAsked) return { result: 'failing', proof: 'serverDown' };
      throw error;
    }
  }

  /** Its end has been stored, and the same user is in anew: the router has reported, asked and been answered. */
  async #comesBack(
    tenant: TenantId,
    { id, nasId, username, startedAt }: LineSession,
    signal: AbortSignal,
  ): Promise<NonNullable<RadiusEvidence['ended']>> {
    const { clock, boards } = this.#ports;
    const giveUpAt = clock.now() + BACK_WITHIN_MS;
    const look = (): NonNullable<RadiusEvidence['ended']> => {
      const { entries } = boards.of(tenant);
      const isBack = [...entries.values()].some(
        ({ session }) =>
          session.nasId === nasId &&
          session.username === username &&
          session.id !== id &&
          session.startedAt >= startedAt,
      );
      return { isStopped: !entries.has(id), isBack };
    };
    for (;;) {
      const seen = look();
      if ((seen.isStopped && seen.isBack) || clock.now() >= giveUpAt) return seen;
      await pause(clock, LOOK_EVERY_MS, signal);
    }
  }

  #reportedAt(tenant: TenantId, nas: ActorId): number | undefined {
    let latest: number | undefined;
    for (const { session } of this.#ports.boards.of(tenant).entries.values())
      if (session.nasId === nas && session.heardAt > (latest ?? 0)) latest = session.heardAt;
    return latest;
  }
}

function proofOf(answer: IncomingAnswer): RadiusTest['coa'] {
  switch (answer.outcome) {
    case 'acked':
      return { result: 'working', proof: 'acked' };
    case 'nacked':
      return { result: 'working', proof: 'refused', cause: errorCauseText(answer.errorCause) };
    case 'timedOut':
    case 'unknownNas':
      return { result: 'failing', proof: 'noAnswer' };
  }
}
