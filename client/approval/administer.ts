import { postAnswer, putAnswer } from '../shell/api.ts';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

/** `waiting`: it has been put to a second person and nothing has changed yet. */
export type Administered = { readonly outcome: 'done'; readonly body: unknown } | { readonly outcome: 'waiting' };

/** An act that may need a second person's approval; says so when it does. Throws ApiError. */
export async function administer(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Administered> {
  const answer = await (method === 'POST' ? postAnswer(path, body) : putAnswer(path, body));
  if (answer.status !== 202) return { outcome: 'done', body: answer.body };
  showToast({ text: say('admin.waitsForSecond'), tone: 'done' });
  return { outcome: 'waiting' };
}
