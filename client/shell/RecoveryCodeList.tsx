import { createSignal, For, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/copyText.ts';
import { download } from '../ui/download.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import './secondFactor.css';

/** Shown once: copied, saved or printed before one goes on. */
export function RecoveryCodeList(props: { codes: readonly string[]; onDone: () => void }): JSX.Element {
  const [kept, setKept] = createSignal(false);
  const text = (): string => `Lastmile, ${say('recovery.title')}\n\n${props.codes.join('\n')}\n`;
  return (
    <div class="recovery">
      <p>{say('recovery.text')}</p>
      <ol class="recovery-codes mono">
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ol>
      <div class="recovery-acts">
        <Button onClick={() => void copyText(props.codes.join('\n'))}>
          <Glyph name="copy" /> {say('ui.copy')}
        </Button>
        <Button onClick={() => download('lastmile-recovery-codes.txt', 'text/plain', text())}>
          <Glyph name="download" /> {say('ui.download')}
        </Button>
        <Button onClick={() => window.print()}>{say('recovery.print')}</Button>
      </div>
      <label class="check">
        <input
          type="checkbox"
          class="checkbox"
          checked={kept()}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        {say('recovery.kept')}
      </label>
      <Button look="primary" disabled={!kept()} onClick={() => props.onDone()}>
        {say('recovery.done')}
      </Button>
    </div>
  );
}
