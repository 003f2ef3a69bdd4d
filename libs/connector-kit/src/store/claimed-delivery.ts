import type { ContactSnapshot, DeliveryStateName, EffectiveVersion } from '@intouch/contracts';
import type { Content, FittedValue, Warning } from '../define-connector.js';

export interface StoredIntent {
  readonly content: Content;
  readonly reserved: FittedValue;
  /** RFC 3339 */
  readonly firstTriedAt: string;
  /** Not looked for before this, RFC 3339: until then its answer may still come, or the vendor's lists may lag. */
  readonly settleFrom: string;
  /** How often it has been looked for since. */
  readonly looks: number;
  /** The InTouch values behind owner and lead source, for later comparison. */
  readonly origin: Readonly<Record<string, FittedValue>>;
  /** Of fitting, to be told when it is known that the record stands. */
  readonly warnings: readonly Warning[];
}

/** A delivery as a worker has claimed it. */
export interface ClaimedDelivery {
  readonly clubId: string;
  readonly contactId: string;
  readonly contact: ContactSnapshot;
  readonly archived: boolean;
  readonly version: string;
  readonly requestId: string | null;
  readonly traceparent: string | null;
  readonly attempts: number;
  /** Names this claim: every later step is refused once somebody else has claimed. */
  readonly fence: string;
  readonly delivered: Content;
  readonly deliveredOrigin: Readonly<Record<string, FittedValue>>;
  readonly uncertain: readonly string[];
  readonly deliveredVersion: string | null;
  readonly deliveredAt: Date | null;
  readonly told: readonly string[];
  readonly intent: StoredIntent | null;
  readonly lookalikeSince: string | null;
  /** Records made for the contact before the one that is delivered to now. */
  readonly generation: number;
  /** Content keys whose values are sent although they were delivered: they stand against a change made at the vendor. */
  readonly upheld: readonly string[];
  /** Fields that InTouch has changed since the last delivery was concluded: what the vendor showed meanwhile is not InTouch's wish. */
  readonly touched: readonly string[];
  /** The record was to be deleted before: found deleted now, it may have been by us. */
  readonly removing: boolean;
  /** A person wants it sent, whatever is sent by itself. */
  readonly byHand: boolean;
}

export interface DesiredContact {
  readonly clubId: string;
  readonly contactId: string;
  readonly contact: ContactSnapshot | null;
  /** Fields in which it differs from snapshots that it supersedes and that were never kept. */
  readonly touched?: readonly string[];
  readonly archived: boolean;
  readonly effective: EffectiveVersion;
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
}

/** How a claimed delivery ends. What is not named keeps its value. */
export interface DeliveryEnd {
  readonly state: DeliveryStateName;
  readonly reason?: string | null;
  readonly lastError?: string | null;
  /** Milliseconds until it is tried again; null: not by itself. */
  readonly againInMs: number | null;
  readonly attempts?: number;
  readonly delivered?: Content;
  readonly deliveredOrigin?: Readonly<Record<string, FittedValue>>;
  readonly uncertain?: readonly string[];
  /** Set: the vendor has this version. */
  readonly deliveredVersion?: string | null;
  /** Something was written at the vendor: what it showed before says nothing of that. Where nothing had to be, its word still counts. */
  readonly wrote?: boolean;
  readonly told?: readonly string[];
  readonly intent?: StoredIntent | null;
  readonly lookalikeSince?: string | null;
}
