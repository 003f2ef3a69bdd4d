/**
 * The whole vocabulary of what can go wrong at a vendor, named by what happens next. A connector throws one of these;
 * anything else it throws is a bug of ours and parks the delivery with the request's id.
 */
export abstract class VendorError extends Error {}

/** Outage, time-out, 5xx: tried again for as long as it takes. */
export class Unavailable extends VendorError {
  override readonly name: string = 'Unavailable';
  constructor(
    message: string,
    /** A write may have been stored although no usable answer came. */
    readonly ambiguous: boolean,
    /** Back-off grows up to this, milliseconds: a nightly closing lasts longer than a hiccup. */
    readonly longestWaitMs: number = 60_000,
  ) {
    super(message);
  }
}

/** Told to slow down: the whole account holds that long, then goes on in order. */
export class Throttled extends VendorError {
  override readonly name: string = 'Throttled';
  constructor(readonly retryAfterSeconds: number) {
    super(`told to wait ${retryAfterSeconds} s`);
  }
}

/** The account already waits because of an earlier answer: this call was not sent. */
export class Held extends Throttled {
  override readonly name = 'Held';
}

/** Data the vendor will never take: parked until the contact is saved anew. */
export class Rejected extends VendorError {
  override readonly name: string = 'Rejected';
  constructor(
    /** Issue code: `missing-required`, `vendor-refused`, `vendor-fault`. */
    readonly code: string,
    /** The vendor's own text, or ours, for the log. */
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** The vendor no longer knows the id a staff member or lead source is linked to: unlink it and send once more without. */
export class LinkRefused extends Rejected {
  override readonly name = 'LinkRefused';
  constructor(
    readonly lookup: 'staff' | 'lead-sources',
    message: string,
  ) {
    super('vendor-refused', message, lookup === 'staff' ? 'ownerStaffId' : 'leadSourceId');
  }
}

/** What was reserved for this create (a card number) belongs to somebody else by now: reserve anew. */
export class ReservationTaken extends VendorError {
  override readonly name = 'ReservationTaken';
}

/** Credentials, or one club, not accepted: that scope is suspended and its deliveries wait. */
export class Unauthorized extends VendorError {
  override readonly name = 'Unauthorized';
  constructor(
    readonly scope: 'integration' | 'club',
    message: string,
    /** `credentials-refused`, `club-refused` or `access-refused`. */
    readonly code: string = scope === 'club' ? 'club-refused' : 'credentials-refused',
  ) {
    super(message);
  }
}

/** Record deleted, or converted and no longer writable: the link is closed for writing and kept for matching. */
export class Gone extends VendorError {
  override readonly name = 'Gone';
  constructor(readonly reason: 'converted' | 'deleted') {
    super(`the record is ${reason}`);
  }
}
