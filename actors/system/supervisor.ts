import type { NodeState, TreeNode } from '#shared/inspector/view.ts';
import type { Clock } from './clock.ts';
import { RestartBudget } from './restartBudget.ts';
import { defaultRestartPolicy, type RestartPolicy } from './restartPolicy.ts';

/** Something a supervisor runs: a process, a listener, a device actor. */
export interface SupervisedSpec {
  /** Unique among its siblings; the last part of the path. */
  readonly name: string;
  readonly label: string;
  readonly role: TreeNode['role'];
  readonly restart?: RestartPolicy;
  /**
   * Starts it and resolves when it runs; rejecting counts as a crash. Later failures are told through `failed`, at
   * most once per start. Both may happen at any moment; the supervisor restarts with back-off.
   */
  start(failed: (error: unknown) => void): Promise<Running>;
}

export interface Running {
  /** Waits until it has ended; called at most once. */
  stop(): Promise<void>;
  /** The state to show instead of plain `running`, e.g. a machine's. */
  machineState?(): string | undefined;
  mailboxDepth?(): number;
}

export interface SupervisorContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly onCrash: (path: string, error: unknown) => void;
  /** A child used up its restarts: it stands as failed and is tried again slowly. Raise an alarm. */
  readonly onGaveUp: (path: string, error: unknown) => void;
  readonly onRecovered: (path: string) => void;
  /** The tree looks different. */
  readonly onChange: () => void;
}

/** One supervised thing: one-for-one restarts within its policy; its failure is its own. */
export class SupervisedChild {
  readonly path: string;
  readonly spec: SupervisedSpec;
  readonly #parent: string;
  readonly #context: SupervisorContext;
  readonly #budget: RestartBudget;
  #state: NodeState = 'stopped';
  #running: Running | undefined;
  #run = 0;
  #timer: unknown;
  #restarts = 0;
  #lastError: string | undefined;
  #lastErrorAt: number | undefined;
  #since: number;

  constructor(parent: string, spec: SupervisedSpec, context: SupervisorContext) {
    this.path = `${parent}/${spec.name}`;
    this.spec = spec;
    this.#parent = parent;
    this.#context = context;
    this.#budget = new RestartBudget(spec.restart ?? defaultRestartPolicy);
    this.#since = context.clock.now();
  }

  /** Resolves when the first start succeeded or failed; failures are dealt with, not thrown. */
  async start(): Promise<void> {
    const run = ++this.#run;
    this.#become('starting');
    try {
      const running = await this.spec.start((error) => this.#failed(run, error));
      if (run !== this.#run) {
        await running.stop();
        return;
      }
      this.#running = running;
      if (this.#lastError && this.#restarts > 0) this.#context.onRecovered(this.path);
      this.#become('running');
    } catch (error) {
      this.#failed(run, error);
    }
  }

  async stop(): Promise<void> {
    this.#run += 1;
    this.#context.clock.clearTimeout(this.#timer);
    const running = this.#running;
    this.#running = undefined;
    if (running) {
      this.#become('stopping');
      await running.stop();
    }
    this.#become('stopped');
  }

  /** By hand, from the Inspector: forgets earlier failures. */
  async restart(): Promise<void> {
    await this.stop();
    this.#budget.forget();
    this.#restarts += 1;
    await this.start();
  }

  /** As if it had failed by itself. */
  fail(error: unknown): void {
    this.#failed(this.#run, error);
  }

  node(): TreeNode {
    const machineState = this.#running?.machineState?.();
    const mailbox = this.#running?.mailboxDepth?.();
    return {
      path: this.path,
      parent: this.#parent,
      label: this.spec.label,
      role: this.spec.role,
      state: this.#state,
      restarts: this.#restarts,
      since: this.#since,
      ...(machineState === undefined ? {} : { machineState }),
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      ...(this.#lastErrorAt === undefined ? {} : { lastErrorAt: this.#lastErrorAt }),
    };
  }

  #failed(run: number, error: unknown): void {
    if (run !== this.#run) return;
    this.#run += 1;
    const { clock, random, onCrash, onGaveUp } = this.#context;
    this.#lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#lastErrorAt = clock.now();
    const running = this.#running;
    this.#running = undefined;
    onCrash(this.path, error);
    const verdict = this.#budget.crashed(clock.now(), random());
    const again = this.#run;
    const restart = (): void => {
      if (again !== this.#run) return;
      this.#restarts += 1;
      void this.start();
    };
    if (verdict.kind === 'give-up') {
      this.#become('failed');
      onGaveUp(this.path, error);
    } else {
      this.#become('restarting');
    }
    const waitMs = verdict.kind === 'give-up' ? verdict.retryAfterMs : verdict.afterMs;
    // What is left of the failed run ends before the next one begins; its own trouble in ending is not news.
    void (running?.stop() ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        if (again === this.#run) this.#timer = clock.setTimeout(restart, waitMs);
      });
  }

  #become(state: NodeState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#since = this.#context.clock.now();
    this.#context.onChange();
  }
}

/** A node whose children are started in order and stopped in reverse. Children fail for themselves. */
export class Supervisor {
  readonly path: string;
  readonly label: string;
  readonly parent: string | undefined;
  readonly #context: SupervisorContext;
  readonly #children = new Map<string, SupervisedChild | Supervisor>();
  readonly #since: number;

  constructor(name: string, label: string, context: SupervisorContext, parent?: string) {
    this.path = parent === undefined ? name : `${parent}/${name}`;
    this.label = label;
    this.parent = parent;
    this.#context = context;
    this.#since = context.clock.now();
  }

  /** A supervisor below this one; its children's failures stay below it. */
  supervisor(name: string, label: string): Supervisor {
    const known = this.#children.get(name);
    if (known instanceof Supervisor) return known;
    const made = new Supervisor(name, label, this.#context, this.path);
    this.#children.set(name, made);
    this.#context.onChange();
    return made;
  }

  /** Adds and starts a child. */
  async run(spec: SupervisedSpec): Promise<SupervisedChild> {
    if (this.#children.has(spec.name)) throw new Error(`${this.path} has a child ${spec.name} already`);
    const child = new SupervisedChild(this.path, spec, this.#context);
    this.#children.set(spec.name, child);
    await child.start();
    return child;
  }

  async remove(name: string): Promise<void> {
    const child = this.#children.get(name);
    this.#children.delete(name);
    await child?.stop();
    this.#context.onChange();
  }

  child(name: string): SupervisedChild | undefined {
    const child = this.#children.get(name);
    return child instanceof SupervisedChild ? child : undefined;
  }

  find(path: string): SupervisedChild | undefined {
    for (const child of this.#children.values()) {
      if (child instanceof Supervisor) {
        const found = child.find(path);
        if (found) return found;
      } else if (child.path === path) return child;
    }
    return undefined;
  }

  async stop(): Promise<void> {
    for (const child of [...this.#children.values()].toReversed()) await child.stop();
  }

  nodes(): TreeNode[] {
    const below = [...this.#children.values()].flatMap((child) =>
      child instanceof Supervisor ? child.nodes() : [child.node()],
    );
    const own: TreeNode = {
      path: this.path,
      label: this.label,
      role: 'supervisor',
      state: 'running',
      restarts: 0,
      since: this.#since,
      ...(this.parent === undefined ? {} : { parent: this.parent }),
    };
    return [own, ...below];
  }
}
