import type { JSX } from 'solid-js';
import { z } from 'zod';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';

/** Asks for some words, and sends them. */
export function WordsDialog(props: {
  title: string;
  text: string;
  label: string;
  act: string;
  check: z.ZodString;
  onClose: () => void;
  onSend: (words: string) => Promise<void>;
}): JSX.Element {
  const form = createForm({
    schema: z.object({ words: props.check }),
    initial: { words: '' },
    submit: ({ words }) => props.onSend(words),
  });
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Form form={form} submitLabel={props.act} onCancel={props.onClose} onDone={props.onClose}>
        <p class="faint">{props.text}</p>
        <TextAreaField form={form} name="words" label={props.label} autofocus />
      </Form>
    </Dialog>
  );
}
