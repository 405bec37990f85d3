/** Categories of the API manual. */
export const trapCategory = {
  missing: 0,
  argument: 1,
  interrupted: 2,
  scripting: 3,
  general: 4,
  api: 5,
} as const;
export type TrapCategory = (typeof trapCategory)[keyof typeof trapCategory];

/** What the router answers instead of doing it. Refused permissions and failed logins come without a category. */
export class Trap extends Error {
  override readonly name = 'Trap';
  readonly category: TrapCategory | undefined;

  constructor(message: string, category?: TrapCategory) {
    super(message);
    this.category = category;
  }
}

export const noSuchItem = (): Trap => new Trap('no such item', trapCategory.missing);
export const unknownParameter = (): Trap => new Trap('unknown parameter', trapCategory.missing);
export const notPermitted = (): Trap => new Trap('not enough permissions (9)');
