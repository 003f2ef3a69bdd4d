import type { Member } from './state.js';

type Phones = Partial<Pick<Member, 'Phone1' | 'Phone2' | 'Phone3'>>;

/** What the file feed has to know of the past: whom each club changed since its last file, and the phones people had before. */
export class ChangedSince {
  private readonly byClub = new Map<string, Set<string>>();
  private readonly phonesBefore = new Map<string, Phones>();

  note(before: Member | undefined, after: Member | undefined): void {
    if (before !== undefined && before.HomeClub !== after?.HomeClub) this.byClub.get(String(before.HomeClub))?.delete(before.ID);
    if (after === undefined) {
      this.phonesBefore.delete(before!.ID);
      return;
    }
    const club = String(after.HomeClub);
    let changed = this.byClub.get(club);
    if (changed === undefined) this.byClub.set(club, (changed = new Set()));
    changed.add(after.ID);
    if (before === undefined) return;
    const { Phone1, Phone2, Phone3 } = before;
    if (Phone1 !== after.Phone1 || Phone2 !== after.Phone2 || Phone3 !== after.Phone3) this.phonesBefore.set(after.ID, { Phone1, Phone2, Phone3 });
  }

  /** Ids, in no order. */
  of(club: string): string[] {
    return [...(this.byClub.get(club) ?? [])];
  }

  /** A file is about to tell what there is to tell. @returns takes that back: the file never left */
  tell(club: string): () => void {
    const told = this.of(club);
    this.byClub.delete(club);
    return () => this.byClub.set(club, new Set([...told, ...this.of(club)]));
  }

  /** The phones before the last change of one of them. */
  earlierPhones(id: string): Phones | undefined {
    return this.phonesBefore.get(id);
  }

  clear(): void {
    this.byClub.clear();
    this.phonesBefore.clear();
  }
}
