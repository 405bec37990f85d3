/** Small numbers for the ids of what there is little of (tenants, routers), from 1 on and never used again. */
export class Registry {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [''];

  number(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const next = this.#ids.length;
    this.#numbers.set(id, next);
    this.#ids.push(id);
    return next;
  }

  /** 0 for an id that was never given a number. */
  known(id: string): number {
    return this.#numbers.get(id) ?? 0;
  }

  id(number: number): string {
    return this.#ids[number] ?? '';
  }
}
