import type { Lead } from '../state.js';

/** Which leads have which text in one field, so that an upsert need not look through all of them. */
export class LeadsByValue {
  private readonly sets = new Map<string, Set<string>>();

  constructor(readonly field: string) {}

  /** Hears of every change of a lead; undefined stands for absence. */
  note(before: Lead | undefined, after: Lead | undefined): void {
    const [old, now] = [before?.[this.field], after?.[this.field]];
    if (old === now && before?.Id === after?.Id) return;
    if (typeof old === 'string') this.remove(old, before!.Id);
    if (typeof now !== 'string') return;
    const ids = this.sets.get(now) ?? new Set();
    this.sets.set(now, ids.add(after!.Id));
  }

  /** Deleted leads too, oldest first. */
  ids(value: string): string[] {
    return [...(this.sets.get(value) ?? [])];
  }

  clear(): void {
    this.sets.clear();
  }

  private remove(value: string, id: string): void {
    const ids = this.sets.get(value);
    if (ids?.delete(id) === true && ids.size === 0) this.sets.delete(value);
  }
}
