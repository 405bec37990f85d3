import { hash } from 'node:crypto';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionActCommand } from '#shared/subscription/commands.ts';
import type { NewSubscription, SubscriptionMade } from '#shared/subscription/requests.ts';
import { usernameKey } from '#shared/subscription/usernameKey.ts';
import { endOfDay } from '#shared/subscription/validity.ts';
import { ActorId, type BranchId, type IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import {
  findCustomer,
  findPackage,
  findSubscription,
  findZone,
  type SubscriptionCustomer,
  takeNumber,
  takenBy,
} from './subscriptionFindStore.ts';
import { newPassword, newUsername, sealPassword } from './subscriptionPassword.ts';
import type { SubscriptionPorts } from './subscriptionPorts.ts';
import { subscriptionRefusal } from './subscriptionRefusal.ts';
import { readUsernameRules } from './subscriptionRulesStore.ts';
import { termsOf } from './subscriptionTerms.ts';

type Create = Extract<SubscriptionActCommand, { type: 'subscription.create' }>;

interface Prepared {
  readonly command: Create;
  /** What was made up, in clear. */
  readonly password: string | undefined;
}

const ANSWER_WITHIN_MS = 15_000;
const MOST_TRIES = 20;

/** Makes subscriptions as people ask for them. */
export class SubscriptionMaker {
  readonly #ports: SubscriptionPorts;

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
  }

  /** Throws HttpProblem. The same key of the same person makes one, and is answered with it again. */
  async make(subject: Subject, request: NewSubscription): Promise<SubscriptionMade> {
    const { database, ask, clock } = this.#ports;
    const id = madeId(subject.tenant, subject.userId, request.key);
    const known = await database.tenantTx(subject.tenant, (tx) => findSubscription(tx, id, 'all'));
    if (known) return { id, number: known.state.number, ...named(known.state.username) };
    const { command, password } = await database.tenantTx(subject.tenant, (tx) =>
      this.#prepare(tx, subject, id, request),
    );
    const reply = await ask({
      address: { tenant: subject.tenant, kind: SUBSCRIPTION, id },
      key: request.key,
      command,
      caller: { kind: 'user', userId: subject.userId, branches: subject.branches },
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
    if (!reply.ok) throw replyProblem(reply);
    return { id, number: command.number, ...named(command.username), ...(password === undefined ? {} : { password }) };
  }

  /** A username that is free, and a password, for a form to begin with. Throws HttpProblem. */
  async suggest(subject: Subject, customerId: ActorId): Promise<{ username: string; password: string }> {
    return await this.#ports.database.tenantTx(subject.tenant, async (tx) => {
      const customer = await findCustomer(tx, customerId, subject.branches);
      if (!customer) throw subscriptionRefusal('subscription/customer-not-found');
      return { username: await freeUsername(tx, customer), password: newPassword() };
    });
  }

  async #prepare(tx: TenantTx, subject: Subject, id: ActorId, request: NewSubscription): Promise<Prepared> {
    const { key: _key, sessions, validUntilDay, customerId, password: given, ...asked } = request;
    const customer = await findCustomer(tx, customerId, subject.branches);
    if (!customer) throw subscriptionRefusal('subscription/customer-not-found');
    const bought = await findPackage(tx, asked.packageId);
    if (!bought || bought.archived) throw subscriptionRefusal('subscription/package-not-found');
    if (!bought.accessTypes.includes(asked.accessType)) throw subscriptionRefusal('subscription/package-unfit');
    const branchId = asked.branchId ?? customer.branchId ?? undefined;
    const zone = isOfScope(subject, branchId) ? await findZone(tx, branchId) : undefined;
    if (zone === undefined) throw subscriptionRefusal('subscription/branch-not-found');
    const logsIn = asked.accessType === 'pppoe' || asked.accessType === 'hotspot';
    const username = asked.username ?? (logsIn ? await freeUsername(tx, customer) : undefined);
    if (username === undefined && asked.macs.length === 0 && asked.accessType === 'ipoe') {
      throw subscriptionRefusal('subscription/mac-needed');
    }
    const password = given ?? (username === undefined ? undefined : newPassword());
    const comparedAs = username === undefined ? undefined : usernameKey(username, await readUsernameRules(tx));
    const { staticIpv4, delegatedPrefix } = asked;
    const taken = await takenBy(tx, { id, usernameKey: comparedAs, staticIpv4, delegatedPrefix });
    if (taken) throw subscriptionRefusal(`subscription/${taken}-taken`);
    return {
      command: {
        type: 'subscription.create',
        ...asked,
        customerId,
        number: await takeNumber(tx),
        terms: termsOf(bought, zone),
        ...(branchId === undefined ? {} : { branchId }),
        ...(username === undefined ? {} : { username, usernameKey: comparedAs }),
        ...(password === undefined ? {} : { password: sealPassword(this.#ports.secrets, tx.tenant, id, password) }),
        ...(sessions === undefined ? {} : { sessionsOverride: sessions }),
        ...(validUntilDay === undefined ? {} : { validUntil: endOfDay(zone, validUntilDay) }),
      },
      password: given === undefined ? password : undefined,
    };
  }
}

function isOfScope({ branches }: Subject, branchId: BranchId | undefined): boolean {
  return branches === 'all' || branchId === undefined || branches.includes(branchId);
}

async function freeUsername(tx: TenantTx, { name }: SubscriptionCustomer): Promise<string> {
  const rules = await readUsernameRules(tx);
  for (let tries = 1; ; tries++) {
    const username = newUsername(name);
    const wanted = {
      id: NOBODY,
      usernameKey: usernameKey(username, rules),
      staticIpv4: undefined,
      delegatedPrefix: undefined,
    };
    if (tries > MOST_TRIES || (await takenBy(tx, wanted)) === undefined) return username;
  }
}

const NOBODY = ActorId.parse('00000000-0000-4000-8000-000000000000');

function named(username: string | undefined): { username?: string } {
  return username === undefined ? {} : { username };
}

/** The same key of the same person leads to the same subscription (UUID version 8, RFC 9562 §5.8). */
function madeId(tenant: TenantId, user: UserId, key: IdempotencyKey): ActorId {
  const hex = hash('sha256', JSON.stringify(['subscription', tenant, user, key]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
