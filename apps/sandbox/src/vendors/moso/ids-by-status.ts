/** Ids of members by the word of their status, each list in the order of the ids as numbers. */
export class IdsByStatus {
  private readonly lists = new Map<string, string[]>();
  /** Lists that an id was put at the end of, though it belongs further up. */
  private readonly unsorted = new Set<string>();

  add(status: unknown, id: string): void {
    const key = String(status);
    const list = this.lists.get(key);
    if (list === undefined) {
      this.lists.set(key, [id]);
      return;
    }
    if (byNumber(list.at(-1) ?? '0', id) > 0) this.unsorted.add(key);
    list.push(id);
  }

  remove(status: unknown, id: string): void {
    const list = this.list(status);
    const index = placeOf(id, list);
    if (list[index] === id) list.splice(index, 1);
  }

  clear(): void {
    this.lists.clear();
    this.unsorted.clear();
  }

  /** To be read only. */
  list(status: unknown): string[] {
    const key = String(status);
    const list = this.lists.get(key) ?? [];
    if (this.unsorted.delete(key)) list.sort(byNumber);
    return list;
  }
}

/** Ascending as numbers; ids that differ by zeros in front only, as texts. */
export const byNumber = (one: string, other: string): number => Number(one) - Number(other) || (one < other ? -1 : one > other ? 1 : 0);

function placeOf(id: string, list: readonly string[]): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byNumber(list[middle]!, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
