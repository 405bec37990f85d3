import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import { usernameKey, UsernameRules, UsernameRulesPreview } from '#shared/subscription/usernameKey.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import { askUntilAnswered } from '../platform/actors/askUntilAnswered.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { SubscriptionPorts } from './subscriptionPorts.ts';
import { subscriptionRefusal } from './subscriptionRefusal.ts';
import { namedSubscriptions, readUsernameRules, writeUsernameRules } from './subscriptionRulesStore.ts';

const PAGE = 5_000;
const AT_ONCE = 200;
const MOST_SHOWN = 20;

interface Rekeyed {
  readonly id: ActorId;
  readonly usernameKey: string;
}

/**
 * `/api/subscription-rules`: how usernames are compared. New rules are refused while two lines would have the same name by
 * them; then every line whose name is compared as something else is told.
 */
export function usernameRulesRoutes(ports: SubscriptionPorts & { readonly signal: AbortSignal }): Routes {
  const { database, clock } = ports;
  return (app) => {
    app.get(
      '/api/subscription-rules',
      {
        config: { access: 'subscription.view' },
        schema: { summary: 'How usernames are compared', response: { 200: UsernameRules } },
      },
      async (request) => await database.tenantTx(requireSubject(request).tenant, readUsernameRules),
    );
    app.post(
      '/api/subscription-rules/preview',
      {
        config: { access: 'tenant.manage' },
        schema: {
          summary: 'What other rules for usernames would come to',
          body: UsernameRules,
          response: { 200: UsernameRulesPreview },
        },
      },
      async (request) => {
        const { tenant } = wholeCompany(requireSubject(request));
        const { changed, same } = await database.tenantTx(tenant, (tx) => outcomeOf(tx, request.body));
        return { changed: changed.length, collisions: same.length, pairs: same.slice(0, MOST_SHOWN) };
      },
    );
    app.put(
      '/api/subscription-rules',
      {
        config: { access: 'tenant.manage' },
        schema: { summary: 'Change how usernames are compared', body: UsernameRules, response: { 200: UsernameRules } },
      },
      async (request) => {
        const subject = wholeCompany(requireSubject(request));
        const rules = request.body;
        const changed = await database.tenantTx(subject.tenant, async (tx) => {
          const [before, moved] = [await readUsernameRules(tx), await rekeyedBy(tx, rules)];
          await writeUsernameRules(tx, rules, clock.now());
          await recordAct(tx, {
            kind: 'company',
            id: ActorId.parse(subject.tenant),
            type: 'company.usernameRulesChanged',
            changes: changesBetween({ ...before }, { ...rules }),
            by: subject.userId,
            at: clock.now(),
          });
          return moved;
        });
        await tellAll(ports, subject.tenant, changed);
        return rules;
      },
    );
  };
}

/** Lines whose names are compared as something else by the rules. Throws HttpProblem with those that would be the same. */
async function rekeyedBy(tx: TenantTx, rules: UsernameRules): Promise<readonly Rekeyed[]> {
  const { changed, same } = await outcomeOf(tx, rules);
  if (same.length === 0) return changed;
  const { status, code, message } = subscriptionRefusal('subscription/rules-collide');
  const errors = same.slice(0, MOST_SHOWN).map(({ one, other }) => ({ path: one, message: other }));
  throw new HttpProblem(status, code, message, { errors });
}

interface RulesOutcome {
  readonly changed: readonly Rekeyed[];
  /** Names that would be the same. */
  readonly same: readonly { readonly one: string; readonly other: string }[];
}

async function outcomeOf(tx: TenantTx, rules: UsernameRules): Promise<RulesOutcome> {
  const seen = new Map<string, string>();
  const same: { one: string; other: string }[] = [];
  const changed: Rekeyed[] = [];
  let after: ActorId | undefined;
  do {
    const page = await namedSubscriptions(tx, after, PAGE);
    for (const { id, username, usernameKey: before } of page) {
      const key = usernameKey(username, rules);
      const other = seen.get(key);
      if (other !== undefined) same.push({ one: username, other });
      seen.set(key, username);
      if (key !== before) changed.push({ id, usernameKey: key });
    }
    after = page.length === PAGE ? page.at(-1)!.id : undefined;
  } while (after !== undefined);
  return { changed, same };
}

async function tellAll(
  { ask, clock, signal }: SubscriptionPorts & { readonly signal: AbortSignal },
  tenant: TenantId,
  changed: readonly Rekeyed[],
): Promise<void> {
  for (let from = 0; from < changed.length; from += AT_ONCE) {
    const some = changed.slice(from, from + AT_ONCE).map(({ id, usernameKey: key }) => {
      const envelope = {
        address: { tenant, kind: SUBSCRIPTION, id },
        key: IdempotencyKey.parse(`rekey:${id}:${clock.now()}`),
        command: { type: 'subscription.rekey', usernameKey: key },
        caller: { kind: 'system', name: 'usernameRules' },
      } as const;
      return askUntilAnswered(ask, envelope, clock, signal);
    });
    await Promise.all(some);
  }
}

function wholeCompany(subject: Subject): Subject {
  if (subject.branches === 'all') return subject;
  throw subscriptionRefusal('subscription/not-permitted');
}
