import { createSignal, onMount, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';

/** Ctrl-Enter sends. The text stays until the server has it. */
export function CommentForm(props: {
  onComment: (text: string) => Promise<boolean>;
  onReady: (focus: () => void) => void;
}): JSX.Element {
  let field!: HTMLTextAreaElement;
  const [text, setText] = createSignal('');
  const [pending, setPending] = createSignal(false);
  onMount(() => props.onReady(() => field.focus()));
  const send = async (): Promise<void> => {
    if (text().trim() === '' || pending()) return;
    setPending(true);
    try {
      if (await props.onComment(text().trim())) setText('');
    } finally {
      setPending(false);
    }
  };
  return (
    <form
      class="comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="visually-hidden" for="comment">
        {say('act.comment')}
      </label>
      <textarea
        ref={field}
        id="comment"
        rows="2"
        maxlength={2000}
        placeholder={say('comment.hint')}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
      />
      <Button type="submit" pending={pending()} disabled={text().trim() === ''} hint="Ctrl ⏎">
        {say('act.comment')}
      </Button>
    </form>
  );
}
