import { badRequest, notFound } from '../../http/problem.js';
import type { JsonObject } from '../../http/json-body.js';
import type { People, Person, PersonStatus, TypedFields } from '../../scripting/people.js';
import { convertProspect } from './conversion.js';
import { instantOf } from './local-stamp.js';
import type { Member } from './member-records.js';
import { idOf } from './rows.js';
import { isActive, isProspect, type AbcState, type Prospect } from './state.js';

/** Neutral field to the key of `personal` or `agreement`, where the value goes as it is. */
const plainKeys: Partial<Record<keyof TypedFields, readonly ['personal' | 'agreement', string]>> = {
  firstName: ['personal', 'firstName'],
  lastName: ['personal', 'lastName'],
  email: ['personal', 'email'],
  mobile: ['personal', 'mobilePhone'],
  homePhone: ['personal', 'primaryPhone'],
  city: ['personal', 'city'],
  state: ['personal', 'state'],
  zip: ['personal', 'postalCode'],
  birthDate: ['personal', 'birthDate'],
  owner: ['agreement', 'salesPersonId'],
  leadSource: ['agreement', 'campaignId'],
  membershipType: ['agreement', 'membershipType'],
};

const holds = new Set(['frozen', 'freeze', 'hold', 'on hold']);
const firstType = 'BASIC';
const inGoodStanding = { isActive: 'true', memberStatus: 'Active' };
const ended = { isActive: 'false', memberStatus: 'Cancelled' };

/** DataTrak's members and prospects in the neutral shape. */
export class AbcPeople implements People {
  constructor(private readonly state: AbcState) {}

  list(): Person[] {
    const rows = [...this.state.members.values(), ...this.state.prospects.values()];
    return rows.sort((one, other) => this.state.arrival(idOf(one)) - this.state.arrival(idOf(other))).map((row) => this.person(row));
  }

  get(id: string): Person {
    return this.person(this.row(id));
  }

  add(club: string, status: PersonStatus, fields: TypedFields): Person {
    this.needClub(club);
    const { state } = this;
    const { personal, agreement } = keys({ ...fields, gender: fields.gender ?? null });
    const id = state.newId();
    const today = state.today(club);
    if (status === 'LEAD') {
      state.prospects.patch(id, { club, personal: { ...personal, isActive: 'true' }, agreement: { ...agreement, beginDate: today } });
      return this.get(id);
    }
    state.members.patch(id, {
      club,
      personal: { ...personal, ...inGoodStanding, joinStatus: 'Member', isConvertedProspect: 'false' },
      agreement: {
        ...agreement, membershipType: fields.membershipType ?? firstType, isPrimaryMember: 'true', isNonMember: 'false', sinceDate: today, beginDate: today,
      },
    });
    return status === 'FORMER_MEMBER' ? this.end(id) : this.get(id);
  }

  edit(id: string, { club, ...fields }: TypedFields & { club?: string }): Person {
    const row = this.row(id);
    if (club !== undefined) this.needClub(club);
    return this.patch(row, { ...keys(fields), ...(club === undefined ? {} : { club }) });
  }

  sell(id: string, { membershipType, on, newId }: { membershipType?: string; on?: string; newId: boolean }): Person {
    const row = this.row(id);
    const convertedDate = on ?? this.state.today(row.club);
    if (isProspect(row)) {
      const sold = { convertedDate, membershipType: membershipType ?? row.agreement?.['membershipType'] ?? firstType };
      return this.get(convertProspect(this.state, row, !newId, sold));
    }
    const sale = { personal: inGoodStanding, agreement: { convertedDate, expirationDate: null, ...(membershipType === undefined ? {} : { membershipType }) } };
    if (!newId) return this.patch(row, sale);
    const { createdAt: _createdAt, modifiedAt: _modifiedAt, ...kept } = row;
    const nextId = this.state.newId();
    this.state.members.delete(id);
    this.state.members.patch(nextId, kept);
    return this.person(this.state.members.patch(nextId, sale));
  }

  /** A lead has no agreement to end: it lapses once the day is past, and stays a lead. */
  end(id: string, on?: string): Person {
    const row = this.row(id);
    const { club } = row;
    const today = this.state.today(club);
    const expirationDate = on ?? today;
    const isDue = expirationDate <= today && !isProspect(row);
    const person = this.patch(row, { agreement: { expirationDate }, ...(isDue ? { personal: ended } : {}) });
    if (!isDue && !isProspect(row)) {
      this.state.members.endLater(id, { expirationDate, at: instantOf(Date.parse(`${expirationDate}T00:00:00Z`), this.state.timeZone(club)) });
    }
    return person;
  }

  delete(id: string): Person {
    this.row(id);
    throw badRequest('DataTrak deletes nobody.');
  }

  private row(id: string): Member | Prospect {
    const row = this.state.members.get(id) ?? this.state.prospects.get(id);
    if (row === undefined) throw notFound(`DataTrak has neither member nor prospect ${id}.`);
    return row;
  }

  private patch(row: Member | Prospect, patch: JsonObject): Person {
    return this.person((isProspect(row) ? this.state.prospects : this.state.members).patch(idOf(row), patch));
  }

  private needClub(club: string): void {
    if (this.state.clubs.get(club) === undefined) throw badRequest(`DataTrak has no club ${club}.`);
  }

  private person(row: Member | Prospect): Person {
    const personal = (key: string) => textOrNull(row.personal?.[key]);
    const agreement = (key: string) => textOrNull(row.agreement?.[key]);
    const extension = personal('workPhoneExt');
    const workPhone = personal('workPhone');
    const gender = personal('gender')?.toLowerCase();
    return {
      id: idOf(row),
      club: row.club,
      status: this.status(row),
      firstName: personal('firstName'),
      lastName: personal('lastName'),
      email: personal('email'),
      mobile: personal('mobilePhone'),
      homePhone: personal('primaryPhone'),
      workPhone: workPhone === null || extension === null || extension === '0000' ? workPhone : `${workPhone} x${extension}`,
      street: [personal('addressLine1'), personal('addressLine2')].filter((line) => line !== null).join(', ') || null,
      city: personal('city'),
      state: personal('state'),
      zip: personal('postalCode'),
      birthDate: personal('birthDate'),
      gender: gender === 'male' ? 'M' : gender === 'female' ? 'F' : null,
      owner: agreement('salesPersonId'),
      leadSource: agreement('campaignId'),
      membershipType: agreement('membershipType'),
      deleted: false,
      createdAt: row.createdAt,
      modifiedAt: row.modifiedAt,
    };
  }

  private status(row: Member | Prospect): PersonStatus {
    if (isProspect(row)) return 'LEAD';
    const isHeld = holds.has(String(row.personal?.['memberStatus']).trim().toLowerCase());
    return isActive(this.state, row) === true || isHeld ? 'MEMBER' : 'FORMER_MEMBER';
  }
}

const textOrNull = (value: unknown) => (value === undefined || value === null || value === '' ? null : String(value));

/** The groups of a record that typed fields come to. */
function keys(fields: TypedFields): { personal: JsonObject; agreement: JsonObject } {
  const groups: { personal: JsonObject; agreement: JsonObject } = { personal: {}, agreement: {} };
  for (const [field, [group, key]] of Object.entries(plainKeys)) {
    const value = fields[field as keyof TypedFields];
    if (value !== undefined) groups[group][key] = value;
  }
  const { personal } = groups;
  if (fields.street !== undefined) Object.assign(personal, { addressLine1: fields.street, addressLine2: null });
  if (fields.gender !== undefined) personal['gender'] = fields.gender === null ? 'Unknown' : fields.gender === 'M' ? 'Male' : 'Female';
  if (fields.workPhone !== undefined) Object.assign(personal, workPhone(fields.workPhone));
  return groups;
}

/** `5015550102 x1234` is kept as number and extension. */
function workPhone(typed: string | null): JsonObject {
  const [, number, extension] = /^(.*?)\s*(?:x|ext\.?)\s*(\d{1,4})$/i.exec(typed ?? '') ?? [];
  return { workPhone: number ?? typed, workPhoneExt: extension ?? null };
}
