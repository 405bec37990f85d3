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
   * most once per start. Both may happen at any moment; the supervisor restarts with back-off, once the start before
   * has resolved or rejected: a start that waits for something bounds its waiting.
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
  /** A child of which that was said runs again. */
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
  #steps: Promise<void> = Promise.resolve();
  #gaveUp = false;
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
  start(): Promise<void> {
    const run = ++this.#run;
    this.#become('starting');
    return this.#after(() => this.#begin(run));
  }

  /** Waits until nothing of it runs any more, also of a start that is under way. */
  async stop(): Promise<void> {
    const run = ++this.#run;
    this.#context.clock.clearTimeout(this.#timer);
    const running = this.#running;
    this.#running = undefined;
    if (running || this.#state === 'starting') this.#become('stopping');
    await this.#after(() => this.#end(running));
    if (run === this.#run) this.#become('stopped');
  }

  /** By hand, from the Inspector: forgets earlier failures. */
  async restart(): Promise<void> {
    await this.stop();
    this.#budget.forget();
    this.#restarts += 1;
    await this.start();
  }

  /** As if it had failed by itself; nothing happens to what does not run. */
  fail(error: unknown): void {
    if (this.#state === 'running' || this.#state === 'starting') this.#failed(this.#run, error);
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

  /** One step after the other: what is left of one run has ended before the next begins. */
  #after(step: () => Promise<void>): Promise<void> {
    return (this.#steps = this.#steps.then(step));
  }

  async #begin(run: number): Promise<void> {
    if (run !== this.#run) return;
    try {
      const running = await this.spec.start((error) => this.#failed(run, error));
      if (run !== this.#run) return await this.#end(running);
      this.#running = running;
      if (this.#gaveUp) this.#context.onRecovered(this.path);
      this.#gaveUp = false;
      this.#become('running');
    } catch (error) {
      this.#failed(run, error);
    }
  }

  /** Trouble in ending is told and keeps nothing from going on. */
  async #end(running: Running | undefined): Promise<void> {
    try {
      await running?.stop();
    } catch (error) {
      this.#remember(error);
      this.#context.onCrash(this.path, error);
    }
  }

  #failed(run: number, error: unknown): void {
    if (run !== this.#run) return;
    const again = ++this.#run;
    const { clock, random, onCrash, onGaveUp } = this.#context;
    this.#remember(error);
    const running = this.#running;
    this.#running = undefined;
    onCrash(this.path, error);
    const verdict = this.#budget.crashed(clock.now(), random());
    const restart = (): void => {
      if (again !== this.#run) return;
      this.#restarts += 1;
      void this.start();
    };
    if (verdict.kind === 'give-up') {
      this.#gaveUp = true;
      this.#become('failed');
      onGaveUp(this.path, error);
    } else {
      this.#become('restarting');
    }
    const waitMs = verdict.kind === 'give-up' ? verdict.retryAfterMs : verdict.afterMs;
    void this.#after(() => this.#end(running)).then(() => {
      if (again === this.#run) this.#timer = clock.setTimeout(restart, waitMs);
    });
  }

  #remember(error: unknown): void {
    this.#lastError = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#lastErrorAt = this.#context.clock.now();
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
