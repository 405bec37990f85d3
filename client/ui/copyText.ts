import { say } from '../words/words.ts';
import { showToast } from './toasts.ts';

/** Into the clipboard; says how it went. The clipboard exists on secure origins only, so there is the old way as well. */
export async function copyText(text: string): Promise<void> {
  const done = await (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
    () => true,
    () => copyBySelection(text),
  );
  showToast(done ? { tone: 'done', text: say('ui.copied') } : { tone: 'trouble', text: say('ui.copyFailed') });
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  try {
    // Deprecated, and the only way on a plain HTTP origin.
    return document.execCommand('copy');
  } finally {
    field.remove();
  }
}
