import { createResource, createSignal, For, Show, type JSX } from 'solid-js';
import { type NasBackup, NasBackupPage, NasBackupTaken, NasBackupText } from '#shared/nas/backup.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { DiffView } from '../ui/DiffView.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { now } from '../ui/now.ts';
import { absolute, ago } from '../ui/relativeTime.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './nas.css';
import { NasBackupScheduleDialog } from './NasBackupScheduleDialog.tsx';

/** Configurations as they were, and what changed from each to the next. */
export function NasBackups(props: { id: string }): JSX.Element {
  const session = useSession();
  const path = (): string => `/api/nas/${props.id}/backups`;
  const page = createFetched((signal) => getJson(path(), NasBackupPage, { signal }), path);
  const [chosen, setChosen] = createSignal<string>();
  const [pending, setPending] = createSignal(false);
  const [scheduling, setScheduling] = createSignal(false);
  const list = (): readonly NasBackup[] => page.data()?.rows ?? [];
  const index = (): number =>
    Math.max(
      0,
      list().findIndex(({ id }) => id === chosen()),
    );
  const take = async (): Promise<void> => {
    setPending(true);
    try {
      const taken = await postJson(path(), {}, NasBackupTaken);
      showToast({ text: say(taken.unchanged ? 'nas.backup.unchanged' : 'nas.backup.taken'), tone: 'done' });
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    } finally {
      setPending(false);
      await page.reload();
    }
  };
  return (
    <div class="nas-panel">
      <div class="nas-bar">
        <Button look="primary" pending={pending()} onClick={() => void take()}>
          {say('nas.backup.take')}
        </Button>
        <Show when={session.permissions.includes('nas.manage')}>
          <Button onClick={() => setScheduling(true)}>{say('nas.backup.schedule')}</Button>
        </Show>
        <Show when={page.data()?.nextAt}>
          {(at) => <span class="muted">{say('nas.backup.next', { time: absolute(at(), session.timeZone) })}</span>}
        </Show>
      </div>
      <Show when={scheduling()}>
        <NasBackupScheduleDialog
          onClose={() => setScheduling(false)}
          onSaved={() => {
            setScheduling(false);
            void page.reload();
          }}
        />
      </Show>
      <Show when={page.trouble() ?? troubleOf(page.data())}>
        {(why) => (
          <Banner tone="warning" glyph="warning">
            {why()}
          </Banner>
        )}
      </Show>
      <Show
        when={list().length > 0}
        fallback={
          <Show when={page.data()}>
            <EmptyState glyph="bookmark" title={say('nas.backup.none')} text={say('nas.backup.noneText')} />
          </Show>
        }
      >
        <div class="nas-backups">
          <ol>
            <For each={list()}>
              {(backup, at) => (
                <li>
                  <button
                    type="button"
                    class="nas-backup-line"
                    aria-current={at() === index() ? 'true' : undefined}
                    onClick={() => setChosen(backup.id)}
                  >
                    <strong class="number">{absolute(backup.takenAt, session.timeZone)}</strong>
                    <span class="muted">
                      {say(`nas.backup.reason.${backup.reason}`)} {backup.takenBy?.name}
                    </span>
                    <span class="faint number">
                      <Show when={backup.added !== undefined} fallback={sayCount('nas.backup.lines', backup.lines)}>
                        +{backup.added} −{backup.removed}
                      </Show>
                      {' · '}
                      {say('nas.backup.seen')} <Age at={backup.seenAt} timeZone={session.timeZone} />
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ol>
          <Show when={list()[index()]} keyed>
            {(backup) => <BackupText path={path()} backup={backup} before={list()[index() + 1]} />}
          </Show>
        </div>
      </Show>
    </div>
  );
}

function troubleOf(page: NasBackupPage | undefined): string | undefined {
  return (
    page?.trouble && say('nas.backup.trouble', { time: ago(page.trouble.at, now()), message: page.trouble.message })
  );
}

function BackupText(props: { path: string; backup: NasBackup; before: NasBackup | undefined }): JSX.Element {
  const textOf = async (id: string): Promise<string> => (await getJson(`${props.path}/${id}`, NasBackupText)).text;
  const [texts] = createResource(async () => ({
    now: await textOf(props.backup.id),
    before: props.before && (await textOf(props.before.id)),
  }));
  const [look, setLook] = createSignal(props.before ? 'compare' : 'whole');
  return (
    <div class="nas-panel">
      <Show when={props.before}>
        <SegmentedControl
          label={say('nas.tab.backups')}
          options={[
            { value: 'compare', label: say('nas.backup.compare') },
            { value: 'whole', label: say('nas.backup.whole') },
          ]}
          chosen={look()}
          onChoose={setLook}
        />
      </Show>
      <Show when={texts()}>
        {(text) => (
          <Show
            when={look() === 'compare' && text().before !== undefined}
            fallback={<CodeBlock label={say('nas.backup.whole')} text={text().now} fileName="router.rsc" tall />}
          >
            <DiffView label={say('nas.backup.compare')} before={text().before ?? ''} after={text().now} tall />
          </Show>
        )}
      </Show>
    </div>
  );
}
