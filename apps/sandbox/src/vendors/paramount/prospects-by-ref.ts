interface Referred {
  readonly ProspectId: number;
  readonly club?: string;
  readonly ExternalRef?: string;
}

/** Prospects by club and `ExternalRef`, which is not unique: who reconciles is answered without looking at everybody. */
export class ProspectsByRef {
  private readonly ids = new Map<string, Set<number>>();

  /** Ascending. */
  find(club: string, externalRef: string): number[] {
    return [...(this.ids.get(key(club, externalRef)) ?? [])].sort((a, b) => a - b);
  }

  replace(before: Referred | undefined, after: Referred | undefined): void {
    if (before !== undefined) this.remove(before);
    if (after?.ExternalRef === undefined) return;
    const at = key(after.club, after.ExternalRef);
    const there = this.ids.get(at);
    if (there === undefined) this.ids.set(at, new Set([after.ProspectId]));
    else there.add(after.ProspectId);
  }

  clear(): void {
    this.ids.clear();
  }

  private remove({ ProspectId, club, ExternalRef }: Referred): void {
    if (ExternalRef === undefined) return;
    const at = key(club, ExternalRef);
    const there = this.ids.get(at);
    there?.delete(ProspectId);
    if (there?.size === 0) this.ids.delete(at);
  }
}

const key = (club: unknown, externalRef: unknown): string => JSON.stringify([String(club), String(externalRef)]);
