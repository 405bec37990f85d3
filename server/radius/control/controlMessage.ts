import type { AddressPool } from '../policy/addressPool.ts';
import type { RadiusNas } from '../policy/radiusNas.ts';
import type { SubscriptionPolicy } from '../policy/subscriptionPolicy.ts';
import type { RadiusStats } from './radiusStats.ts';

/** Raised with every change of these messages: main replaces a running process that speaks another. */
export const CONTROL_PROTOCOL = 3;

export interface JournalPlace {
  readonly journal: string;
  readonly segment: number;
  readonly offset: number;
}

/** A template as it travels. */
export interface WrittenTemplate {
  readonly id: number;
  /** base64 */
  readonly attributes: Readonly<Record<string, string>>;
  readonly interimSeconds: number;
}

/** What main says to the RADIUS process. Changes are in force when they are read. */
export type ToRadius =
  /** First of all, in every protocol. Token: of the file beside the socket. */
  | { readonly say: 'hello'; readonly protocol: number; readonly build: string; readonly token: string }
  /** A whole projection follows; what is not named until `settled` with the same `load` is dropped then. */
  | { readonly say: 'load'; readonly load: number }
  | { readonly say: 'templates'; readonly templates: readonly WrittenTemplate[] }
  | { readonly say: 'pools'; readonly pools: readonly AddressPool[] }
  | { readonly say: 'nas'; readonly nas: readonly RadiusNas[] }
  | { readonly say: 'policies'; readonly policies: readonly SubscriptionPolicy[] }
  | { readonly say: 'removed'; readonly tenantId: string; readonly subscriptionIds: readonly string[] }
  | { readonly say: 'removedNas'; readonly nasIds: readonly string[] }
  | { readonly say: 'usernameRules'; readonly tenantId: string; readonly rules: UsernameRules }
  | { readonly say: 'settled'; readonly load: number }
  /** All changes of the tenant up to this position of its log have been said. */
  | { readonly say: 'position'; readonly tenantId: string; readonly position: string }
  /** CoA (code 43) or Disconnect (40); answered by `incomingAnswer` with the same id. */
  | { readonly say: 'incoming'; readonly id: string; readonly request: IncomingRequest }
  /** What a router itself says of sessions of which nothing was known: they run, or are gone from it. */
  | {
      readonly say: 'readBack';
      readonly nasId: string;
      /** When the router was asked. */
      readonly at: number;
      readonly running: readonly NamedSession[];
      readonly gone: readonly NamedSession[];
    }
  /** The loader has committed everything before this place: segments before it may go. */
  | { readonly say: 'loaded'; readonly place: JournalPlace }
  /** In every protocol: end in order, and let another process take over. */
  | { readonly say: 'stop' };

/** A session by what its journal entries say of it. */
export interface NamedSession {
  readonly acctSessionId: string;
  readonly startedAt: number;
}

/** How a User-Name becomes the name that is compared. */
export interface UsernameRules {
  readonly caseSensitive: boolean;
  /** keep: part of the name · strip: what stands behind the last `@` is no part of it */
  readonly realm: 'keep' | 'strip';
}

export interface IncomingRequest {
  readonly nasId: string;
  readonly code: 40 | 43;
  /** Attributes with their headers that identify the session and say what changes; base64. */
  readonly attributes: string;
  readonly timeoutMs: number;
  readonly tries: number;
}

/** What the process says to main. */
export type FromRadius =
  | {
      readonly say: 'hello';
      readonly protocol: number;
      readonly build: string;
      readonly pid: number;
      readonly startedAt: number;
      readonly authenticationPort: number;
      readonly accountingPort: number;
      readonly journal: string;
      /** By tenant: the position its memory is at. */
      readonly positions: Readonly<Record<string, string>>;
    }
  | { readonly say: 'settled'; readonly load: number }
  | { readonly say: 'position'; readonly tenantId: string; readonly position: string }
  | { readonly say: 'incomingAnswer'; readonly id: string; readonly answer: IncomingAnswer }
  /** Everything before this place is on the disk. */
  | { readonly say: 'durable'; readonly place: JournalPlace }
  /** Running sessions that were let in by an older policy than there is now: they have to hear of it, or to end. */
  | { readonly say: 'outdated'; readonly sessions: readonly OutdatedSession[] }
  | { readonly say: 'stats'; readonly stats: RadiusStats }
  /** The last before the connection is closed, in every protocol. replaced: by a newer main · protocol: main spoke of other things than `stop` in another one */
  | { readonly say: 'bye'; readonly why: 'replaced' | 'token' | 'protocol' | 'stopping' };

export interface OutdatedSession {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly nasId: string;
  readonly acctSessionId: string;
  readonly startedAt: number;
  /** As its router says it. */
  readonly username?: string | undefined;
  readonly ipv4?: string | undefined;
  /** Of the policy it was let in with, and of the present one. */
  readonly version: number;
  readonly newest: number;
  /** Template in force before the change; absent: not known. */
  readonly before?: number | undefined;
  /** Template in force now; absent: nobody is let in by this policy now. */
  readonly after?: number | undefined;
  /** What only a new session gets was changed: an address, a route. */
  readonly mustEnd?: boolean | undefined;
  /** When the router ends it, where that has changed; 0: never. */
  readonly endsAt?: number | undefined;
}

/** errorCause: RFC 5176 §3.5, when the router said one. */
export type IncomingAnswer =
  | { readonly outcome: 'acked' }
  | { readonly outcome: 'nacked'; readonly errorCause?: number | undefined }
  | { readonly outcome: 'timedOut' }
  | { readonly outcome: 'unknownNas' };
