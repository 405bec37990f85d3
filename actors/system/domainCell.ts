import type { NodeState } from '#shared/inspector/view.ts';
import type { ActorAddress } from './address.ts';
import type { Journal } from './journal.ts';
import type { Mailbox } from './mailbox.ts';
import type { Pending } from './pending.ts';
import type { RestartBudget } from './restartBudget.ts';

/** `cold`: state must be read before the next command. */
export type CellStatus = 'cold' | 'ready' | 'working' | 'restarting' | 'failed';

/**
 * A domain actor in memory: its state, its mailbox, and what is remembered about it. Plain data, driven by the
 * runtime; parts that most actors never need are made when needed, so that a live actor stays small.
 */
export interface DomainCell {
  readonly address: ActorAddress;
  readonly key: string;
  status: CellStatus;
  state: unknown;
  version: number;
  mailbox: Mailbox<Pending> | undefined;
  current: Pending | undefined;
  lastUsedAt: number;
  journal: Journal | undefined;
  budget: RestartBudget | undefined;
  restarts: number;
  lastError: string | undefined;
  lastErrorAt: number | undefined;
  crashRequested: boolean;
  restartRequested: boolean;
  /** Used up its restarts and has not handled a command since. */
  gaveUp: boolean;
}

export function createCell(address: ActorAddress, key: string, now: number): DomainCell {
  return {
    address,
    key,
    status: 'cold',
    state: undefined,
    version: 0,
    mailbox: undefined,
    current: undefined,
    lastUsedAt: now,
    journal: undefined,
    budget: undefined,
    restarts: 0,
    lastError: undefined,
    lastErrorAt: undefined,
    crashRequested: false,
    restartRequested: false,
    gaveUp: false,
  };
}

const nodeStates: Readonly<Record<CellStatus, NodeState>> = {
  cold: 'starting',
  ready: 'idle',
  working: 'running',
  restarting: 'restarting',
  failed: 'failed',
};

export function nodeStateOf(cell: DomainCell): NodeState {
  return nodeStates[cell.status];
}
