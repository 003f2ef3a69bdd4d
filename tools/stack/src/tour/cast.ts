/** The people of one tour. Nobody of an earlier tour resembles them, so the tour can be taken again with kept data. */
export interface Cast {
  clubId: string;
  /** Saved in InTouch as a lead; sold at the vendor in another spelling. */
  lead: Person;
  /** Walks into the club and joins; InTouch has never heard of them. */
  joiner: Person;
  /** A member on both sides, whose agreement ends. */
  leaver: Person;
}

export interface Person {
  contactId: string;
  firstName: string;
  lastName: string;
  email: string;
  mobile: string;
}

/** @param now milliseconds since 1970 */
export function castOf(now: number): Cast {
  const stamp = now.toString(36);
  const person = (index: number, firstName: string, lastName: string): Person => ({
    contactId: `${lastName.toLowerCase().replace(/[^a-z]/g, '')}-${stamp}`,
    firstName,
    lastName,
    email: `${lastName.toLowerCase().replace(/[^a-z]/g, '')}.${stamp}@example.com`,
    // A number of Columbus, Ohio; what follows the area code does not start with 0 or 1.
    mobile: `614${2_000_000 + ((now + index) % 7_000_000)}`,
  });
  return {
    clubId: `tour-${stamp}`,
    lead: person(1, 'Mary-Ann', "O'Brien"),
    joiner: person(2, 'Nadia', 'Newcomb'),
    leaver: person(3, 'Kurt', 'Keller'),
  };
}
