/** A list as somebody saved it: the query of its address, and its columns when they were chosen. */
export interface SavedViewState {
  readonly query: string;
  readonly columns?: readonly string[] | undefined;
}

export interface SavedViewEntry {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  readonly own: boolean;
  readonly ownerName: string;
  readonly state: SavedViewState;
}

/** Where saved views are kept. Every member throws errors whose message is for a person. */
export interface SavedViewsPort {
  list(screen: string): Promise<readonly SavedViewEntry[]>;
  /** Under a name one has already it takes that view's place. */
  save(view: {
    readonly screen: string;
    readonly name: string;
    readonly shared: boolean;
    readonly state: SavedViewState;
  }): Promise<void>;
  remove(id: string): Promise<void>;
}
