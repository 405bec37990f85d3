import { For, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Button } from './Button.tsx';
import { Glyph } from './Glyph.tsx';
import { dismissToast, shownToasts } from './toasts.ts';
import './toast.css';

export function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      <For each={shownToasts()}>
        {(toast) => (
          <div class="toast" classList={{ trouble: toast.tone === 'trouble' }}>
            <Glyph name={toast.tone === 'trouble' ? 'warning' : 'acknowledged'} />
            <span>{toast.text}</span>
            <Show when={toast.action}>
              {(action) => (
                <Button
                  look="quiet"
                  hint="z"
                  onClick={() => {
                    action().run();
                    dismissToast(toast.id);
                  }}
                >
                  {action().label}
                </Button>
              )}
            </Show>
            <Button look="quiet" aria-label={say('dismiss')} onClick={() => dismissToast(toast.id)}>
              <Glyph name="close" />
            </Button>
          </div>
        )}
      </For>
    </div>
  );
}
