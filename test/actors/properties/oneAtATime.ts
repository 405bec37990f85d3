import fc from 'fast-check';
import type { DomainKind } from '#actors/system/domainKind.ts';
import { createWorld, tally } from '../../support/actorWorld.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { tallyKind } from '../../support/tallyKind.ts';
import { assertEqual } from './assertEqual.ts';

export const burst = fc.record({
  gaps: fc.array(fc.record({ actor: fc.nat(3), waitMs: fc.nat(8) }), { minLength: 1, maxLength: 60 }),
  seed: fc.integer({ min: 1 }),
});

/** Between the decision on a command and its answer no other command of the same actor is decided. */
export async function runOneAtATime({
  gaps,
  seed,
}: {
  gaps: readonly { actor: number; waitMs: number }[];
  seed: number;
}): Promise<void> {
  const random = seededRandom(seed);
  const open = new Map<string, number>();
  const order = new Map<number, number[]>();
  const { coalesce: _, ...plain } = tallyKind;
  const kind: typeof tallyKind = {
    ...plain,
    decide(state, command, context) {
      const under = (open.get(context.id) ?? 0) + 1;
      if (under > 1) throw new Error(`two commands of ${context.id} at once`);
      open.set(context.id, under);
      return plain.decide(state, command, context);
    },
  };
  const world = createWorld({ kinds: [kind as unknown as DomainKind], latencyMs: () => Math.floor(random() * 10) });
  const replies = [];
  for (const [act, { actor, waitMs }] of gaps.entries()) {
    const reply = world.ask(tally(actor), { type: 'tally.add', act, n: 1 });
    replies.push(
      reply.then((answer) => {
        open.set(tally(actor).id, 0);
        order.set(actor, [...(order.get(actor) ?? []), act]);
        return answer;
      }),
    );
    await world.time.advance(waitMs);
  }
  const answers = await world.time.until(Promise.all(replies));
  assertEqual(
    answers.filter((answer) => !answer.ok),
    [],
    'all are accepted',
  );
  for (const [actor, acts] of order) {
    assertEqual(
      acts,
      acts.toSorted((a, b) => a - b),
      'answers come in order',
    );
    assertEqual(world.stored(tally(actor))!.acts, acts, 'and acts in the same');
  }
}
