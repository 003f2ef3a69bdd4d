interface Entry<V> {
  readonly value: V;
  checkedAt: number;
  refreshing: boolean;
}

/**
 * Answers from memory, and asks the database behind the caller's back once an entry has aged; while the database is
 * away what is known goes on being served. So that accepting a lead needs the broker alone.
 */
export class FreshMap<V> {
  private readonly entries = new Map<string, Entry<V>>();

  constructor(
    private readonly load: (key: string) => Promise<V | undefined>,
    private readonly freshForMs = 3_000,
  ) {}

  put(key: string, value: V): void {
    this.entries.set(key, { value, checkedAt: Date.now(), refreshing: false });
  }

  /** Throws what loading throws, for what is not known yet. */
  get(key: string): V | undefined | Promise<V | undefined> {
    const known = this.entries.get(key);
    if (!known) return this.first(key);
    if (Date.now() - known.checkedAt > this.freshForMs && !known.refreshing) void this.refresh(key, known);
    return known.value;
  }

  private async first(key: string): Promise<V | undefined> {
    const value = await this.load(key);
    // What does not exist is asked for again each time: it may be made on another instance at any moment.
    if (value !== undefined) this.put(key, value);
    return value;
  }

  private async refresh(key: string, entry: Entry<V>): Promise<void> {
    entry.refreshing = true;
    try {
      const value = await this.load(key);
      if (this.entries.get(key) !== entry) return;
      if (value === undefined) this.entries.delete(key);
      else this.put(key, value);
    } catch {
      entry.checkedAt = Date.now();
      entry.refreshing = false;
    }
  }
}
