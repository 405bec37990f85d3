import { createContext, createEffect, onCleanup, useContext, type JSX } from 'solid-js';
import type { SessionEnded } from '#shared/wire/downstream.ts';
import { createFreshness, type Freshness } from '../live/createFreshness.ts';
import { browserClock } from '../live/liveClock.ts';
import { LiveConnection } from '../live/liveConnection.ts';
import { socketTransport } from '../live/socketTransport.ts';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { railNarrow } from './railLayout.ts';
import { tellingTime } from './serverTime.ts';
import { endSession, resumeSession } from './session.tsx';

interface Live {
  readonly connection: LiveConnection;
  readonly freshness: Freshness;
}

const LiveContext = createContext<Live>();

/** The one connection of the page, for as long as somebody is logged in; all below it fades when it is stale. */
export function LiveProvider(props: { children: JSX.Element; connection?: LiveConnection }): JSX.Element {
  const connection =
    props.connection ??
    new LiveConnection({
      transport: tellingTime(socketTransport()),
      clock: browserClock,
      random: () => Math.random(),
      newKey: newUuid,
    });
  const freshness = createFreshness(connection);
  connection.start();
  const hope = (): void => connection.retryNow();
  window.addEventListener('online', hope);
  document.addEventListener('visibilitychange', hope);
  onCleanup(() => {
    window.removeEventListener('online', hope);
    document.removeEventListener('visibilitychange', hope);
    connection.stop();
  });
  createEffect(() => {
    const status = connection.status();
    if (freshness.state === 'outdated') window.location.reload();
    if (freshness.state === 'ended' && status.state === 'ended') void leave(status.reason);
  });
  return (
    <LiveContext.Provider value={{ connection, freshness }}>
      <div class="frame" data-freshness={freshness.state} data-rail={railNarrow() ? 'narrow' : 'wide'}>
        {props.children}
      </div>
    </LiveContext.Provider>
  );
}

/** A changed role closes the connection but perhaps not the session: ask what one may do now. */
async function leave(reason: SessionEnded['reason']): Promise<void> {
  if (reason !== 'role-changed') return endSession(reason);
  await resumeSession();
  showToast({ text: say('session.roleChanged'), tone: 'trouble' });
}

/** `crypto.randomUUID` exists on secure origins only; a console reached by plain HTTP still needs keys. */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function useLive(): LiveConnection {
  return need().connection;
}

export function useFreshness(): Freshness {
  return need().freshness;
}

function need(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('the live connection is used outside of the frame');
  return live;
}
