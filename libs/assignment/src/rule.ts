/** All that a condition may ask of an attribute. */
export const ops = ['exists', 'equals', 'contains', 'in', 'gte', 'lte', 'matches'] as const;
export type Op = (typeof ops)[number];

export type Scalar = string | number | boolean;

export type Condition = {
  /** Exact key among the contact's attributes. */
  readonly attribute: string;
  /** Turns the result round, that of a whole list too. */
  readonly not?: boolean;
} & (
  | { readonly op: 'exists' }
  | { readonly op: 'equals' | 'contains' | 'gte' | 'lte'; readonly value: Scalar }
  | { readonly op: 'in'; readonly value: readonly Scalar[] }
  /** An ECMAScript pattern without delimiters. */
  | { readonly op: 'matches'; readonly value: string }
);

/** Who owns the leads whose attributes meet all conditions. */
export interface AssignmentRule {
  readonly name: string;
  /** None: always. */
  readonly when: readonly Condition[];
  /** E-mail or id of a user of the CRM. */
  readonly assignTo: string;
}

/** Forms and actions of a contact: text, numbers, booleans, or lists of them. Whatever else stands there counts as absent. */
export type Attributes = Readonly<Record<string, unknown>> | null | undefined;
