import { z } from 'zod';
import { Instant } from '../values/time.ts';

/** State of a node of the supervision tree. `failed`: gave up restarting, retries slowly, an alarm stands. */
export const NodeState = z.enum(['starting', 'running', 'idle', 'restarting', 'failed', 'stopping', 'stopped']);
export type NodeState = z.infer<typeof NodeState>;

/** A supervisor, process, listener or actor in the tree (view `inspector.tree`; row id = `path`). */
export const TreeNode = z.object({
  path: z.string(),
  parent: z.string().optional(),
  label: z.string(),
  role: z.enum(['supervisor', 'process', 'listener', 'service', 'kind', 'actor']),
  state: NodeState,
  /** For actors: the machine's own state, e.g. `claimed`. */
  machineState: z.string().optional(),
  /** For kinds: live actors and those known only by their restarts or failures. */
  liveActors: z.int().optional(),
  mailbox: z.int().optional(),
  restarts: z.int(),
  lastError: z.string().optional(),
  lastErrorAt: Instant.optional(),
  since: Instant,
});
export type TreeNode = z.infer<typeof TreeNode>;

/** A state chart as data, made from the machine's definition, so that a screen can draw any kind. */
export interface ChartState {
  readonly name: string;
  readonly initial: boolean;
  readonly final: boolean;
  readonly children: readonly ChartState[];
  readonly transitions: readonly ChartTransition[];
}
export interface ChartTransition {
  readonly event: string;
  /** State names; empty for a transition that stays. */
  readonly targets: readonly string[];
  readonly guard?: string | undefined;
}
export const ChartTransitionSchema = z.object({
  event: z.string(),
  targets: z.array(z.string()),
  guard: z.string().optional(),
});
export const ChartStateSchema: z.ZodType<ChartState> = z.lazy(() =>
  z.object({
    name: z.string(),
    initial: z.boolean(),
    final: z.boolean(),
    children: z.array(ChartStateSchema),
    transitions: z.array(ChartTransitionSchema),
  }),
);

/** One of an actor's last 50 messages; secrets are redacted before it is kept. */
export const MessageRecord = z.object({
  at: Instant,
  type: z.string(),
  key: z.string().optional(),
  by: z.string().optional(),
  outcome: z.enum(['accepted', 'refused', 'duplicate', 'crashed', 'set-aside', 'handled', 'waiting']),
  code: z.string().optional(),
  tookMs: z.number().optional(),
  body: z.string().optional(),
});
export type MessageRecord = z.infer<typeof MessageRecord>;

/** View `inspector.actor`: one row with everything about one actor. */
export const ActorInspection = z.object({
  address: z.string(),
  kind: z.string(),
  family: z.enum(['domain', 'device']),
  state: NodeState,
  machineState: z.string().optional(),
  version: z.int().optional(),
  context: z.json().optional(),
  chart: ChartStateSchema,
  mailbox: z.array(z.object({ type: z.string(), waitingMs: z.number() })),
  mailboxDepth: z.int(),
  messages: z.array(MessageRecord),
  deadlines: z.array(z.object({ name: z.string(), dueAt: Instant })),
  restarts: z.int(),
  lastError: z.string().optional(),
  lastErrorAt: Instant.optional(),
});
export type ActorInspection = z.infer<typeof ActorInspection>;

/** View `inspector.setAside`: a message that crashed its actor twice. */
export const SetAsideMessage = z.object({
  id: z.string(),
  address: z.string(),
  type: z.string(),
  body: z.string(),
  error: z.string(),
  setAsideAt: Instant,
  retriedAt: Instant.optional(),
});
export type SetAsideMessage = z.infer<typeof SetAsideMessage>;
