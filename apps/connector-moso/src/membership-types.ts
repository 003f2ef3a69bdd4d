import { clean, type Finding, type Settings } from '@intouch/connector-kit';

/** What only a create says: the type, and the agreement that goes with it. */
export interface NewMembership {
  readonly membershipType: string;
  readonly refAgreementId: number;
  readonly refAgreementPriceId: number;
}

const rowOf = { LEAD: 'defaultLeadType', MEMBER: 'defaultMemberType' } as const;
type Status = keyof typeof rowOf;

/** The membership that a new record of this status begins with; members without an agreement of their own take that of leads. */
export function newMembership(settings: Settings, status: Status): NewMembership {
  const number = (name: string): number | null => (typeof settings[name] === 'number' ? (settings[name] as number) : null);
  const own = status === 'MEMBER' ? { id: number('memberRefAgreementId'), price: number('memberRefAgreementPriceId') } : { id: null, price: null };
  return {
    membershipType: code(settings[rowOf[status]]),
    refAgreementId: own.id ?? number('refAgreementId') ?? 0,
    refAgreementPriceId: own.price ?? number('refAgreementPriceId') ?? 0,
  };
}

/**
 * What is wrong with the default type of a status; null: nothing. A type cannot be changed at MoSoClub once it is there, and
 * a lead of a member's type would come back as a member.
 */
export function wrongDefaultType(settings: Settings, status: Status): Finding | null {
  const row = rowOf[status];
  const type = code(settings[row]);
  const rows = (settings['membershipTypes'] ?? []) as readonly { readonly code: string; readonly status: string }[];
  if (rows.some((it) => code(it.code) === type && it.status === status)) return null;
  return { code: 'missing-required', detail: `${row} is ${type || 'empty'}, which is not ${status} in membershipTypes.`, howToFix: `Correct ${row} or membershipTypes.` };
}

function code(value: unknown): string {
  return (typeof value === 'string' ? clean(value) : null)?.toUpperCase() ?? '';
}
