import { createSignal, type Accessor } from 'solid-js';
import { troubleWords } from '../shell/passkey.ts';

/** An act of one's own that is under way or went wrong; one at a time. */
export interface OwnAct {
  readonly pending: Accessor<boolean>;
  readonly trouble: Accessor<string | undefined>;
  run(act: () => Promise<void>): Promise<void>;
}

export function createOwnAct(): OwnAct {
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  return {
    pending,
    trouble,
    async run(act) {
      if (pending()) return;
      setPending(true);
      setTrouble(undefined);
      try {
        await act();
      } catch (error) {
        setTrouble(troubleWords(error));
      } finally {
        setPending(false);
      }
    },
  };
}
