/** Something with connections of its own. */
export interface Closable {
  close(): Promise<void>;
}

/** What is made once and used by many; all of it is closed together. */
export class Kept {
  private readonly things = new Map<string, Closable>();

  /** Whoever names a key twice must mean the same kind of thing by it. */
  once<T extends Closable>(key: string, make: () => T): T {
    const known = this.things.get(key) as T | undefined;
    if (known) return known;
    const made = make();
    this.things.set(key, made);
    return made;
  }

  async close(): Promise<void> {
    const things = [...this.things.values()];
    this.things.clear();
    await Promise.all(things.map((thing) => thing.close()));
  }
}
