import { createEffect, createMemo, createSignal, For, on, Show, type JSX } from 'solid-js';
import { PackageRouters } from '#shared/package/onRouters.ts';
import { postJson } from '../shell/api.ts';
import { Button } from '../ui/Button.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';
import { type PackageDraft, routersAskedOf } from './packageDraft.ts';

const looks = {
  complete: { tone: 'ok', glyph: 'cleared' },
  lacking: { tone: 'critical', glyph: 'warning' },
  unknown: { tone: 'unknown', glyph: 'unknown' },
} as const;

/** Asks the routers now whether they have the pools, profile and rules that the package names. */
export function RouterCheck(props: { draft: PackageDraft }): JSX.Element {
  const [found, setFound] = createSignal<PackageRouters>();
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal('');
  const asked = createMemo(() => JSON.stringify(routersAskedOf(props.draft)));
  // What was found is about other names then.
  createEffect(on(asked, () => setFound(undefined), { defer: true }));
  const check = async (): Promise<void> => {
    const body = asked();
    if (body === undefined) return;
    setPending(true);
    try {
      const answer = await postJson('/api/packages/routers', JSON.parse(body), PackageRouters);
      if (body === asked()) setFound(answer);
      setTrouble('');
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Section
      title={say('package.check.title')}
      end={
        <Button pending={pending()} onClick={() => void check()}>
          {say('package.check.act')}
        </Button>
      }
    >
      <Show when={trouble()}>
        <p class="field-error" role="alert">
          {trouble()}
        </p>
      </Show>
      <Show when={found()} fallback={<p class="faint">{say('package.check.text')}</p>}>
        {(routers) => (
          <ul class="router-findings" role="status">
            <For each={routers()} fallback={<li class="faint">{say('package.check.none')}</li>}>
              {({ name, state, lacks }) => (
                <li>
                  <span class="truncate">{name}</span>
                  <Pill tone={looks[state].tone} glyph={looks[state].glyph}>
                    {say(`package.check.${state}`)}
                  </Pill>
                  <For each={lacks}>
                    {({ what, name: missing }) => (
                      <span class="router-lack">
                        {say(`package.lack.${what}`)} <span class="mono">{missing}</span>
                      </span>
                    )}
                  </For>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Section>
  );
}
