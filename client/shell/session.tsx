import { createContext, createSignal, useContext, type JSX } from 'solid-js';
import { z } from 'zod';
import { LoginStep } from '#shared/auth/login.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { LoginRequest, SessionView } from '#shared/tenant/session.ts';
import type { SessionEnded } from '#shared/wire/downstream.ts';
import { forgetAllDrafts } from '../ui/form/draft.ts';
import { ApiError, getJson, post, postJson, setCsrfToken } from './api.ts';

export type SessionPhase =
  | { readonly is: 'asking' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'signed-out' }
  | { readonly is: 'signed-in'; readonly session: SessionView }
  | { readonly is: 'ended'; readonly reason: SessionEnded['reason'] };

const [phase, setPhase] = createSignal<SessionPhase>({ is: 'asking' });
export { phase as sessionPhase };

/** Asks who this browser is. Not knowing because the server is away is no logout. */
export async function resumeSession(): Promise<void> {
  try {
    enter(await getJson('/api/session', SessionView));
  } catch (error) {
    setPhase({ is: error instanceof ApiError && error.status === 401 ? 'signed-out' : 'unreachable' });
  }
}

/**
 * Something was refused that the rights known here allow, so they have changed: the frame starts again with the present
 * ones. Nothing happens when they are the same.
 */
export async function reviewRights(): Promise<void> {
  const before = phase();
  if (before.is !== 'signed-in') return;
  const present = await getJson('/api/session', SessionView).catch(() => undefined);
  if (!present || phase() !== before || JSON.stringify(present) === JSON.stringify(before.session)) return;
  enter(present);
}

/** The next step of the login, or undefined when it is done. Throws {@link ApiError} with the reason for a person. */
export async function logIn(request: LoginRequest): Promise<LoginStep | undefined> {
  const answer = await postJson('/api/login', LoginRequest.parse(request), z.union([LoginStep, SessionView]));
  if ('step' in answer) return answer;
  enter(answer);
  return undefined;
}

/** The last step of a login has answered with the session. */
export function enterSession(session: SessionView): void {
  enter(session);
}

let leaving = false;

/** Ends here at once; if the server can't be told, the session ends there by its own expiry. */
export async function logOut(): Promise<void> {
  // The server also closes the live connection, saying that the session was ended; who leaves knows that.
  leaving = true;
  await post('/api/logout', {}).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
  });
  leaving = false;
  setCsrfToken('');
  // The next person at this window must not find what this one was writing.
  forgetAllDrafts();
  setPhase({ is: 'signed-out' });
}

/** The server has ended the session; the page says why. */
export function endSession(reason: SessionEnded['reason']): void {
  if (leaving || phase().is !== 'signed-in') return;
  setCsrfToken('');
  setPhase(reason === 'logout' ? { is: 'signed-out' } : { is: 'ended', reason });
}

export function leaveEndedPage(): void {
  setPhase({ is: 'signed-out' });
}

function enter(session: SessionView): void {
  setCsrfToken(session.csrfToken);
  setPhase({ is: 'signed-in', session });
}

const SessionContext = createContext<SessionView>();

export function SessionProvider(props: { session: SessionView; children: JSX.Element }): JSX.Element {
  return <SessionContext.Provider value={props.session}>{props.children}</SessionContext.Provider>;
}

/** The session of the screens inside the frame. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of the frame');
  return session;
}

export function usePermission(permission: Permission): () => boolean {
  const session = useSession();
  return () => session.permissions.includes(permission);
}
