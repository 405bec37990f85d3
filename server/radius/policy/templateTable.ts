import type { WrittenTemplate } from '../control/controlMessage.ts';

const NOTHING = Buffer.alloc(0);

interface Template {
  readonly attributes: ReadonlyMap<string, Buffer>;
  readonly standard: Buffer;
  readonly interimSeconds: number;
  load: number;
}

/** Prepared replies by id. */
export class TemplateTable {
  readonly #templates = new Map<number, Template>();

  put({ id, attributes, interimSeconds }: WrittenTemplate, load: number): void {
    const decoded = new Map(Object.entries(attributes).map(([name, text]) => [name, Buffer.from(text, 'base64')]));
    this.#templates.set(id, {
      attributes: decoded,
      standard: decoded.get('standard') ?? NOTHING,
      interimSeconds,
      load,
    });
  }

  removeOthers(load: number): void {
    for (const [id, template] of this.#templates) if (template.load !== load) this.#templates.delete(id);
  }

  has(id: number): boolean {
    return this.#templates.has(id);
  }

  attributes(id: number, dialect: string): Buffer {
    const template = this.#templates.get(id);
    return template?.attributes.get(dialect) ?? template?.standard ?? NOTHING;
  }

  /** 0: the router reports by its own setting. */
  interimSeconds(id: number): number {
    return this.#templates.get(id)?.interimSeconds ?? 0;
  }
}
