import { useNavigate, useParams } from '@solidjs/router';
import { createSignal, onMount, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { NoticeSubject } from '#shared/notice/values.ts';
import { postJson } from '../shell/api.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { say } from '../words/words.ts';
import { noticePath } from './noticePath.ts';

const Opened = z.object({ subject: NoticeSubject });

/** `/n/:id`, the address in every notice: says that it was seen, and goes on to what it is about. */
export function NoticeOpened(): JSX.Element {
  const params = useParams();
  const navigate = useNavigate();
  const [trouble, setTrouble] = createSignal<string>();
  const open = async (): Promise<void> => {
    try {
      const { subject } = await postJson(`/api/notices/${params['id'] ?? ''}/open`, {}, Opened);
      navigate(noticePath(subject), { replace: true });
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  onMount(() => void open());
  return (
    <Show when={trouble()} fallback={<EmptyState glyph="bell" title={say('notice.opening')} calm />}>
      {(text) => <ErrorState title={say('notice.gone')} text={text()} />}
    </Show>
  );
}
