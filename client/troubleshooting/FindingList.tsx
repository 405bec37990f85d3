import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import type { Finding, FindingAct } from '#shared/troubleshooting/view.ts';
import { Button } from '../ui/Button.tsx';
import { Pill } from '../ui/Pill.tsx';
import { say, type PlainKey } from '../words/words.ts';
import { findingWords, remedyWords } from './findingWords.ts';
import './troubleshooting.css';

const looks = {
  cause: { tone: 'critical', glyph: 'warning' },
  likely: { tone: 'warning', glyph: 'search' },
  fine: { tone: 'ok', glyph: 'acknowledged' },
} as const;

/** What was found, the first to look at first, each with what to do. */
export function FindingList(props: {
  findings: readonly Finding[];
  /** Of the line: for its sessions. */
  username: string | undefined;
  timeZone: string;
  /** Undefined: the person may not, or not here. */
  act: (act: FindingAct) => (() => void) | undefined;
}): JSX.Element {
  /** Then nobody need look at the customer's. */
  const isClosed = (): boolean => props.findings.some(({ tone }) => tone === 'cause');
  return (
    <ol class="findings">
      <For each={props.findings}>
        {(finding) => (
          <li class="finding">
            <Pill tone={looks[finding.tone].tone} glyph={looks[finding.tone].glyph}>
              {say(`trouble.tone.${finding.tone}`)}
            </Pill>
            <div class="finding-text">
              <p class="finding-is">{findingWords(finding, props.timeZone)}</p>
              <Show when={finding.tone !== 'fine' || !isClosed()}>
                <p class="muted">{remedyWords(finding)}</p>
              </Show>
            </div>
            <div class="finding-acts">
              <Show when={pageOf(finding, props.username)}>
                {(page) => (
                  <A class="button" href={page().href}>
                    {say(page().word)}
                  </A>
                )}
              </Show>
              <Show when={finding.act && props.act(finding.act)}>
                {(act) => (
                  <Button look="primary" onClick={() => act()()}>
                    {say(`trouble.act.${finding.act!}`)}
                  </Button>
                )}
              </Show>
            </div>
          </li>
        )}
      </For>
    </ol>
  );
}

/** Where the rest of it stands. */
function pageOf(
  { code, nasId, nasName }: Finding,
  username: string | undefined,
): { readonly href: string; readonly word: PlainKey } | undefined {
  switch (code) {
    case 'radiusDown':
    case 'radiusStarting':
    case 'radiusOff':
    case 'unknownSource':
      return { href: '/radius', word: 'trouble.openRadius' };
    case 'noAddress':
      return { href: '/ip-pools', word: 'trouble.openPools' };
    case 'alreadyConnected':
      return { href: `/sessions?text=${encodeURIComponent(username ?? '')}`, word: 'trouble.openSessions' };
    case 'routerDown':
    case 'routerSilent':
    case 'secretWrong':
    case 'unknownSession':
      return nasId === undefined || nasName === undefined
        ? undefined
        : { href: `/routers/${nasId}`, word: 'trouble.openRouter' };
    default:
      return undefined;
  }
}
