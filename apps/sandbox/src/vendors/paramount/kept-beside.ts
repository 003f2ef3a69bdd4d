import type { TypedFields } from '../../scripting/people.js';

/** What the neutral view knows of a person and Paramount's record has no place for. */
export type Beside = Pick<TypedFields, 'birthDate' | 'gender' | 'membershipType'>;

/** Birth date, gender and membership type, kept beside the prospects, by id. */
export class KeptBeside {
  private readonly kept = new Map<number, Beside>();

  get(prospectId: number): Beside {
    return this.kept.get(prospectId) ?? {};
  }

  /** Absent keys stay as they are. */
  add(prospectId: number, fields: Beside): void {
    this.kept.set(prospectId, { ...this.kept.get(prospectId), ...fields });
  }

  drop(prospectId: number): void {
    this.kept.delete(prospectId);
  }

  clear(): void {
    this.kept.clear();
  }
}
