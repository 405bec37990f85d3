import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { say, sayCount } from '../words/words.ts';
import './codeBlock.css';
import { IconButton } from './IconButton.tsx';
import { lineDiff, type DiffLine } from './lineDiff.ts';

/** Unchanged lines kept around each change. */
const CONTEXT = 3;

interface Block {
  readonly lines: readonly DiffLine[];
  readonly skipped: boolean;
}

/** What changed between two texts, line by line: sign, strike-through and ground, never colour alone. */
export function DiffView(props: { label: string; before: string; after: string; tall?: boolean }): JSX.Element {
  const lines = createMemo(() => lineDiff(props.before, props.after));
  const count = (op: DiffLine['op']): number => lines().filter((line) => line.op === op).length;
  const [wrap, setWrap] = createSignal(false);
  return (
    <figure class="code-block" classList={{ tall: props.tall === true }}>
      <figcaption class="code-head">
        <span class="diff-counts number">
          <span>{props.label}</span>
          <Show when={count('added') + count('removed') > 0} fallback={<span>{say('ui.diff.same')}</span>}>
            <span class="added">+{sayCount('ui.diff.added', count('added'))}</span>
            <span class="removed">−{sayCount('ui.diff.removed', count('removed'))}</span>
          </Show>
        </span>
        <IconButton glyph="wrap" label={say('ui.wrapLines')} pressed={wrap()} onClick={() => setWrap(!wrap())} />
      </figcaption>
      <div class="code mono" classList={{ wrap: wrap() }} tabIndex={0} role="region" aria-label={props.label}>
        <For each={blocks(lines())}>{(block) => <DiffBlock block={block} />}</For>
      </div>
    </figure>
  );
}

function DiffBlock(props: { block: Block }): JSX.Element {
  const [open, setOpen] = createSignal(!props.block.skipped);
  return (
    <Show
      when={open()}
      fallback={
        <button type="button" class="diff-gap" onClick={() => setOpen(true)}>
          ⋯ {sayCount('ui.diff.skipped', props.block.lines.length)}
        </button>
      }
    >
      <For each={props.block.lines}>
        {(line) => (
          <div class={`diff-line ${line.op}`}>
            <span class="diff-number">{line.before ?? ''}</span>
            <span class="diff-number">{line.after ?? ''}</span>
            <span class="diff-sign">
              <span aria-hidden="true">{{ same: ' ', added: '+', removed: '−' }[line.op]}</span>
              <Show when={line.op !== 'same'}>
                <span class="visually-hidden">
                  {say(line.op === 'added' ? 'ui.diff.addedLine' : 'ui.diff.removedLine')}:{' '}
                </span>
              </Show>
            </span>
            <span class="diff-text">{line.text}</span>
          </div>
        )}
      </For>
    </Show>
  );
}

/** Long runs of unchanged lines are folded but for the context around changes. */
function blocks(lines: readonly DiffLine[]): readonly Block[] {
  const near = new Set<number>();
  lines.forEach((line, at) => {
    if (line.op === 'same') return;
    for (let other = at - CONTEXT; other <= at + CONTEXT; other += 1) near.add(other);
  });
  const found: { lines: DiffLine[]; skipped: boolean }[] = [];
  lines.forEach((line, at) => {
    const skipped = !near.has(at);
    const last = found.at(-1);
    if (last?.skipped === skipped) last.lines.push(line);
    else found.push({ lines: [line], skipped });
  });
  return found;
}
