import { createSignal, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { copyText } from './copyText.ts';
import { download } from './download.ts';
import { IconButton } from './IconButton.tsx';
import './codeBlock.css';

/** Commands, configuration, raw answers: as they are, to copy, wrap and (with a file name) keep. */
export function CodeBlock(props: { label: string; text: string; fileName?: string; tall?: boolean }): JSX.Element {
  const [wrap, setWrap] = createSignal(false);
  return (
    <figure class="code-block" classList={{ tall: props.tall === true }}>
      <figcaption class="code-head">
        <span class="truncate">{props.label}</span>
        <IconButton glyph="wrap" label={say('ui.wrapLines')} pressed={wrap()} onClick={() => setWrap(!wrap())} />
        <Show when={props.fileName}>
          {(name) => (
            <IconButton
              glyph="download"
              label={say('ui.download')}
              onClick={() => download(name(), 'text/plain', props.text)}
            />
          )}
        </Show>
        <IconButton
          glyph="copy"
          label={say('ui.copyNamed', { name: props.label })}
          onClick={() => void copyText(props.text)}
        />
      </figcaption>
      <pre class="code mono" classList={{ wrap: wrap() }} tabIndex={0}>
        {props.text}
      </pre>
    </figure>
  );
}
