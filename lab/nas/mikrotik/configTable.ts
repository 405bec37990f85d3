export type Values = Record<string, string>;

export interface Item {
  /** `*1A`; a dynamic item that comes back has another. */
  readonly id: string;
  values: Values;
  /** Made by the router itself: not exported, gone after a restart. */
  readonly dynamic: boolean;
  /** There from the factory: can be changed, not removed; `[ find default-name=ether1 ]` in an export. */
  readonly builtIn: boolean;
}

export type TableChange = { readonly kind: 'put' | 'dead'; readonly item: Item };

/** Items of one menu, in order, and who wants to hear of changes. */
export class ConfigTable {
  readonly #items = new Map<string, Item>();
  readonly #byName = new Map<string, Item>();
  readonly #listeners = new Set<(change: TableChange) => void>();
  #next: number;

  constructor(firstId = 1) {
    this.#next = firstId;
  }

  get size(): number {
    return this.#items.size;
  }

  all(): readonly Item[] {
    return [...this.#items.values()];
  }

  byId(id: string): Item | undefined {
    return this.#items.get(id.toUpperCase());
  }

  byName(name: string): Item | undefined {
    return this.#byName.get(name);
  }

  /** The one item of a menu that has settings only. */
  get single(): Item {
    const [first] = this.#items.values();
    return first ?? this.add({});
  }

  add(values: Values, { dynamic = false, builtIn = false }: { dynamic?: boolean; builtIn?: boolean } = {}): Item {
    const item: Item = { id: `*${this.#next.toString(16).toUpperCase()}`, values, dynamic, builtIn };
    this.#next += 1;
    this.#items.set(item.id, item);
    this.#name(item);
    this.#tell({ kind: 'put', item });
    return item;
  }

  set(item: Item, changes: Values): void {
    const before = item.values['name'];
    item.values = { ...item.values, ...changes };
    if (before !== undefined && before !== item.values['name'] && this.#byName.get(before) === item)
      this.#byName.delete(before);
    this.#name(item);
    this.#tell({ kind: 'put', item });
  }

  unset(item: Item, name: string): void {
    const { [name]: _gone, ...values } = item.values;
    item.values = values;
    this.#tell({ kind: 'put', item });
  }

  remove(item: Item): void {
    if (!this.#items.delete(item.id)) return;
    const name = item.values['name'];
    if (name !== undefined && this.#byName.get(name) === item) this.#byName.delete(name);
    this.#tell({ kind: 'dead', item });
  }

  removeFirst(): void {
    for (const item of this.#items.values()) {
      this.remove(item);
      return;
    }
  }

  /** `before`: undefined moves to the end. */
  move(item: Item, before: Item | undefined): void {
    const order = this.all().filter((one) => one !== item);
    order.splice(before ? order.indexOf(before) : order.length, 0, item);
    this.#items.clear();
    for (const one of order) this.#items.set(one.id, one);
  }

  removeDynamic(): void {
    for (const item of this.all()) if (item.dynamic) this.remove(item);
  }

  /** Returns what ends it. */
  listen(listener: (change: TableChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #name(item: Item): void {
    const { name } = item.values;
    if (name !== undefined && !this.#byName.has(name)) this.#byName.set(name, item);
  }

  #tell(change: TableChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
