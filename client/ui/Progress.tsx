import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import './progress.css';

/** How far something is; without `done` it is only known that it works. */
export function Progress(props: { label: string; done?: number | undefined; of?: number; text?: string }): JSX.Element {
  const share = (): number | undefined =>
    props.done === undefined ? undefined : Math.max(0, Math.min(1, props.done / (props.of ?? 1)));
  return (
    <div class="progress">
      <div
        class="progress-bar"
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share() === undefined ? undefined : Math.round((share() ?? 0) * 100)}
        aria-valuetext={props.text}
      >
        <div
          class="progress-done"
          classList={{ unknown: share() === undefined }}
          style={{ width: share() === undefined ? '34%' : `${(share() ?? 0) * 100}%` }}
        />
      </div>
      <Show when={props.text ?? (share() === undefined ? say('ui.working') : undefined)}>
        {(text) => <span class="faint number">{text()}</span>}
      </Show>
    </div>
  );
}

export function Spinner(props: { label?: string }): JSX.Element {
  return (
    <span class="spinner" role="status">
      <span class="visually-hidden">{props.label ?? say('loading')}</span>
    </span>
  );
}
