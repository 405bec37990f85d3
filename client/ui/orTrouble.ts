import { showToast } from './toasts.ts';

/** For acts without a form or dialog of their own: says why it did not happen. */
export async function orTrouble(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
  }
}
