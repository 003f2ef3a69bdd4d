import type { ContactReported, LinkedHow } from '@intouch/contracts';
import type { Trace } from '@intouch/messaging';
import type { Found, MatchDecision, MatchKeys, PersonField } from '@intouch/smart-match';
import type { KnownReview } from '../store/review.store.js';

/** A report to decide. */
export interface Question {
  readonly report: ContactReported;
  /** Whose request identifier the answers carry on. */
  readonly cause: Trace;
  /** What a person made of it in a review; `match` is linked before it comes here. */
  readonly byHand?: 'match' | 'insert';
}

/** A question with what matching needs of it, worked out once. */
export interface Prepared extends Question {
  readonly keys: MatchKeys;
  readonly hash: string;
}

/** What became of a report. */
export interface Verdict extends Prepared {
  readonly found: Found;
  readonly decision: MatchDecision;
  /** The contact it is about: InTouch's id, or null with `provisional` set, or null for nobody. */
  readonly contactId: string | null;
  /** Our own id of a contact that InTouch has not acknowledged yet. */
  readonly provisional: string | null;
  /** How it was found, where the connector is to be asked to link the record to the contact; null: it is not. */
  readonly linkRequested: LinkedHow | null;
  /** The fields InTouch should set. */
  readonly fields: Record<string, unknown>;
  /** The log is to warn that the vendor's lead is a member or former member in InTouch; false also where it has warned of this very report. */
  readonly wouldDemote: boolean;
  /** Fields that both sides changed, InTouch later: the vendor is to have InTouch's values. */
  readonly upheld: readonly PersonField[];
  /** The log has it already. */
  readonly upheldBefore: boolean;
  readonly explanation: string;
  readonly opened: KnownReview | null;
  readonly superseded: KnownReview | null;
}
