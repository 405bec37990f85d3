import { createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { type ProofResult, RadiusTest } from '#shared/nas/radiusTest.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

const looks: Readonly<Record<ProofResult, readonly [Tone, GlyphName]>> = {
  working: ['ok', 'cleared'],
  failing: ['critical', 'warning'],
  unproven: ['unknown', 'unknown'],
};
/** An empty field is none. */
const Draft = z.object({
  endSessionOf: z
    .string()
    .trim()
    .max(253)
    .transform((name) => name || undefined),
});

/** Authentication, accounting and CoA of a router, tried now. */
export function NasRadiusTest(props: { id: string }): JSX.Element {
  const session = useSession();
  const [found, setFound] = createSignal<RadiusTest>();
  const form = createForm<{ endSessionOf: string }, z.infer<typeof Draft>>({
    schema: Draft,
    initial: { endSessionOf: '' },
    async submit(draft) {
      setFound(await postJson(`/api/nas/${props.id}/radius/test`, draft, RadiusTest));
    },
  });
  return (
    <Section title={say('radiusTest.title')}>
      <div class="nas-panel">
        <Form form={form} submitLabel={say('radiusTest.try')}>
          <p class="muted">{say('radiusTest.text')}</p>
          <TextField form={form} name="endSessionOf" label={say('radiusTest.user')} maxlength={253} mono optional />
        </Form>
        <Show when={found()}>
          {(test) => (
            <>
              <ol class="nas-checks" aria-live="polite">
                <Proof title={say('radiusTest.authentication')} result={test().authentication.result}>
                  {say(`radiusTest.authentication.${test().authentication.proof}`)}
                </Proof>
                <Proof title={say('radiusTest.accounting')} result={test().accounting.result}>
                  {say(`radiusTest.accounting.${test().accounting.proof}`)}{' '}
                  <Show when={test().reportedAt}>{(at) => <Age at={at()} timeZone={session.timeZone} />}</Show>
                </Proof>
                <Proof title={say('radiusTest.coa')} result={test().coa.result}>
                  {say(`radiusTest.coa.${test().coa.proof}`)} <span class="faint">{test().coa.cause}</span>
                </Proof>
              </ol>
              <For each={test().counters ?? []}>{(one) => <p class="muted">{say('radiusTest.counters', one)}</p>}</For>
            </>
          )}
        </Show>
      </div>
    </Section>
  );
}

function Proof(props: { title: string; result: ProofResult; children: JSX.Element }): JSX.Element {
  return (
    <li class="nas-check">
      <header>
        <Pill tone={looks[props.result][0]} glyph={looks[props.result][1]}>
          {say(`radiusTest.result.${props.result}`)}
        </Pill>
        <strong>{props.title}</strong>
      </header>
      <p>{props.children}</p>
    </li>
  );
}
