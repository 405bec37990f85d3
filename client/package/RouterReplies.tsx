import { createEffect, createMemo, createSignal, For, on, onCleanup, Show, type JSX } from 'solid-js';
import { PackageReplies, type ReplyMoment } from '#shared/package/onRouters.ts';
import type { AccessType } from '#shared/package/values.ts';
import { postJson } from '../shell/api.ts';
import { Banner } from '../ui/Banner.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { say } from '../words/words.ts';
import { type PackageDraft, repliesAskedOf } from './packageDraft.ts';

/** As long as somebody types, nothing is asked. */
const QUIET_MS = 250;

/** What each kind of router is told, as the server says it, while the package is typed. */
export function RouterReplies(props: { draft: PackageDraft }): JSX.Element {
  const [access, setAccess] = createSignal<AccessType>();
  const [dialect, setDialect] = createSignal<string>();
  const [replies, setReplies] = createSignal<PackageReplies>([]);
  const [trouble, setTrouble] = createSignal('');
  /** What the answer on screen was about. */
  const [answered, setAnswered] = createSignal<string>();
  const ways = (): AccessType[] => props.draft.accessTypes.filter((type) => type !== 'static');
  const way = (): AccessType | undefined => ways().find((type) => type === access()) ?? ways()[0];
  const asked = createMemo(() => {
    const type = way();
    return JSON.stringify(type && repliesAskedOf(props.draft, type));
  });
  createEffect(
    on(asked, (body) => {
      if (body === undefined) return;
      let isOver = false;
      const timer = setTimeout(() => {
        postJson('/api/packages/replies', JSON.parse(body), PackageReplies).then(
          (answer) => {
            if (isOver) return;
            setTrouble('');
            setReplies(answer);
            setAnswered(body);
          },
          (error: unknown) => !isOver && setTrouble(error instanceof Error ? error.message : String(error)),
        );
      }, QUIET_MS);
      onCleanup(() => {
        isOver = true;
        clearTimeout(timer);
      });
    }),
  );
  const shown = (): PackageReplies[number] | undefined =>
    replies().find((one) => one.dialect === dialect()) ?? replies()[0];
  return (
    <Show when={way()}>
      <Section title={say('package.routers.told')}>
        <div class="router-replies" classList={{ stale: asked() !== answered() || trouble() !== '' }}>
          <Show when={ways().length > 1}>
            <SegmentedControl
              label={say('package.form.access')}
              options={ways().map((type) => ({ value: type, label: say(`package.access.${type}`) }))}
              chosen={way() ?? ''}
              onChoose={(type) => setAccess(ways().find((one) => one === type))}
            />
          </Show>
          <div class="router-kinds">
            <label>
              <span class="visually-hidden">{say('package.routers.kind')}</span>
              <select value={shown()?.dialect} onChange={({ currentTarget }) => setDialect(currentTarget.value)}>
                <For each={replies()}>
                  {(one) => (
                    <option value={one.dialect} selected={one.dialect === shown()?.dialect}>
                      {one.routers > 0
                        ? say('package.routers.own', { title: one.title, count: one.routers })
                        : one.title}
                    </option>
                  )}
                </For>
              </select>
            </label>
          </div>
          <For each={shown()?.moments}>
            {(moment) => <Moment moment={moment} usual={shown()?.moments[0]} draft={props.draft} />}
          </For>
          <Show when={trouble()}>
            <p class="field-error">{trouble()}</p>
          </Show>
          <p class="faint">{say('package.routers.alsoLine')}</p>
        </div>
      </Section>
    </Show>
  );
}

/** Of other times than usual only what is different then. */
function Moment(props: { moment: ReplyMoment; usual: ReplyMoment | undefined; draft: PackageDraft }): JSX.Element {
  const isUsual = (): boolean => props.moment.moment === 'usual';
  const rows = () =>
    isUsual()
      ? props.moment.attributes
      : props.moment.attributes.filter(
          ({ name, value }) => !props.usual?.attributes.some((one) => one.name === name && one.value === value),
        );
  const unsaid = () =>
    isUsual() ? props.moment.unsaid : props.moment.unsaid.filter((part) => !props.usual?.unsaid.includes(part));
  const title = (): string => {
    const { moment, profile } = props.moment;
    const times = props.draft.profiles[profile ?? 0];
    if (moment === 'profile') return times ? `${times.from}–${times.until}` : '';
    return {
      usual: say('package.preview.usual'),
      quota: say('package.preview.quotaUsed'),
      garden: say('package.preview.expired'),
    }[moment];
  };
  return (
    <div class="router-moment">
      <h3>{title()}</h3>
      <Show when={rows().length > 0} fallback={<p class="faint">{say('package.routers.nothing')}</p>}>
        <dl class="router-attributes mono">
          <For each={rows()}>
            {({ name, value }) => (
              <>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </>
            )}
          </For>
        </dl>
      </Show>
      <Show when={unsaid().length > 0}>
        <Banner tone="warning" glyph="warning">
          <span>
            {say('package.routers.unsaid', {
              parts: unsaid()
                .map((part) => say(`package.unsaid.${part}`))
                .join(', '),
            })}
          </span>
        </Banner>
      </Show>
    </div>
  );
}
